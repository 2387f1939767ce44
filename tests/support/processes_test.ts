import assert from "node:assert/strict";
import { endRecorded, startTime } from "./pid_record.ts";
import { run, startProcess } from "./processes.ts";
import { tempFolder } from "./temp.ts";
import { until } from "./wait.ts";

const shell = (script: string) => startProcess({ command: "sh", args: ["-c", script] });

Deno.test("a process is known by what it said and is gone after its scope", async () => {
  let pid: number;
  {
    await using child = shell("echo address 17; exec sleep 60");
    assert.equal((await child.said(/address (\d+)/))[1], "17");
    pid = child.pid;
    assert.notEqual(startTime(pid), "");
  }
  assert.equal(startTime(pid), "");
});

Deno.test("waiting for a process that ends instead fails at once with its last words", async () => {
  await using child = shell("echo no room >&2; exit 3");
  await assert.rejects(child.said(/address/), /ended \(code 3\)[^]*no room/);
});

Deno.test("a process can be asked to end, frozen or not", async () => {
  await using child = shell("trap 'exit 5' TERM; echo up; while :; do sleep 0.01; done");
  await child.said(/up/);
  child.freeze();
  assert.equal((await child.stop()).code, 5);
});

Deno.test("a program that fails says what it was and what it said", async () => {
  assert.equal(await run("sh", ["-c", "echo fine"]), "fine\n");
  await assert.rejects(run("sh", ["-c", "echo broken; exit 2"]), /code 2[^]*broken/);
});

Deno.test("recorded processes are ended by number and start time, others are left alone", async () => {
  await using folder = await tempFolder();
  await using mine = shell("exec sleep 60");
  await using other = shell("exec sleep 60");
  await Deno.writeTextFile(folder.join(String(mine.pid)), `${startTime(mine.pid)}\nsleeper\n`);
  await Deno.writeTextFile(folder.join(String(other.pid)), "12\nsomebody else's number\n");

  assert.deepEqual(endRecorded(folder.path), [`sleeper (${mine.pid})`]);
  await until(() => !mine.isRunning, "the recorded one has ended");
  assert.ok(other.isRunning);
});
