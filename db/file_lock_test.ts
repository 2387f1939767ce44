import assert from "node:assert/strict";
import { startProcess } from "@/tests/support/processes.ts";
import { tempFolder } from "@/tests/support/temp.ts";
import { StoreLockedError } from "./errors.ts";
import { FileLock } from "./file_lock.ts";

const takeAndHold = (path: string) =>
  startProcess({
    name: "lock holder",
    command: Deno.execPath(),
    args: [
      "eval",
      "--no-check",
      `const { FileLock } = await import(${JSON.stringify(new URL("./file_lock.ts", import.meta.url).href)});
       FileLock.take(${JSON.stringify(path)}, "It");
       Deno.stdout.writeSync(new TextEncoder().encode("held"));
       setInterval(() => {}, 60_000);`,
    ],
  });

Deno.test("a second process is refused with a sentence that names the first, and takes over once that was killed", async () => {
  await using folder = await tempFolder();
  const path = folder.join("lock");
  await using holder = takeAndHold(path);
  await holder.said(/held/);

  assert.throws(
    () => FileLock.take(path, "The data folder"),
    (error) =>
      error instanceof StoreLockedError &&
      error.message === `The data folder is in use by process ${holder.pid}; only one server can use it at a time`,
  );

  await holder.kill();
  const lock = FileLock.take(path, "The data folder");
  assert.equal(await Deno.readTextFile(path), `${Deno.pid}\n`);
  lock.release();
});

Deno.test("a lock that was released can be taken again, and not before", async () => {
  await using folder = await tempFolder();
  const path = folder.join("lock");
  const first = FileLock.take(path, "It");
  assert.throws(() => FileLock.take(path, "It"), StoreLockedError);
  first.release();
  FileLock.take(path, "It").release();
});
