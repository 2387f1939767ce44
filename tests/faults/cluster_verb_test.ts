import assert from "node:assert/strict";
import { connect, people } from "../support/client.ts";
import { ROOT } from "../support/paths.ts";
import { freePort } from "../support/ports.ts";
import { startProcess } from "../support/processes.ts";
import { until } from "../support/wait.ts";

Deno.test("'freshet cluster' starts all parts, prints one address, starts again what is killed, and ends all of them", async () => {
  await using verb = startProcess({
    name: "cluster",
    command: Deno.execPath(),
    args: ["run", "-A", "lib/cli/main.ts", "cluster"],
    cwd: ROOT,
    env: { PORT: String(freePort()), NO_COLOR: "1" },
  });
  const [, url = ""] = await verb.said(/Freshet is ready: (\S+)/, 120_000);
  assert.equal(verb.output.match(/\(process \d+\)/g)?.length, 6, verb.output);

  const [ann, bob] = await people({ url }, "ann", "bob");
  assert.ok(ann && bob);
  await using here = await connect(ann);
  await using there = await connect(bob);
  await here.say({ type: "private", to: bob.id, content: "to whichever it is" });
  assert.equal((await there.next("private")).content, "to whichever it is");

  for (const part of ["Redis", "nginx"]) {
    const [, pid] = await verb.said(new RegExp(`^${part} on port \\d+ \\(process (\\d+)\\)`, "m"));
    Deno.kill(Number(pid), "SIGKILL");
    await verb.said(new RegExp(`${part} \\(process ${pid}\\) has ended: it is started again`));
    await verb.said(new RegExp(`${part} is back \\(process (?!${pid}\\b)\\d+\\)`));
  }
  // Both sockets went through nginx, whose workers went with it.
  await Promise.all([here.closed, there.closed]);
  await using again = await connect(ann);
  await using beside = await connect(bob);
  await again.say({ type: "private", to: bob.id, content: "and again" });
  assert.equal((await beside.next("private")).content, "and again");

  assert.equal((await verb.stop("SIGTERM", 60_000)).code, 0, verb.output);
  const pids = [...verb.output.matchAll(/process (\d+)/g)].map(([, pid]) => `/proc/${pid}`);
  await until(() => pids.every((path) => !exists(path)), "all parts are gone");
});

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
