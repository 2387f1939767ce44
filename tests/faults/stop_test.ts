import assert from "node:assert/strict";
import { api, connect, people } from "../support/client.ts";
import { ROOT } from "../support/paths.ts";
import { freePort } from "../support/ports.ts";
import { SERVE, startServer } from "../support/server.ts";
import { tempFolder } from "../support/temp.ts";
import { within } from "../support/wait.ts";

Deno.test("a server that is asked to stop tells its clients, stores what it acknowledged and exits 0", async () => {
  await using server = await startServer();
  const [ann, bob] = await people(server, "ann", "bob");
  assert.ok(ann && bob);
  const socket = await connect(ann);
  const acks = await Promise.all(
    Array.from({ length: 20 }, (_, n) => socket.say({ type: "private", to: bob.id, content: `before ${n}` })),
  );
  const stopped = server.drain();
  const hint = await socket.next("draining");
  assert.ok(Number(hint.retry_after_ms) > 0);
  assert.equal((await socket.closed).code, 4001);
  assert.equal(await stopped, 0);

  await server.start();
  const history = await api(bob, "GET", `/api/v1/messages/private/${ann.id}?limit=100`);
  assert.equal(history.status, 200);
  const stored = new Set((history.body.messages as { id: string }[]).map((message) => message.id));
  for (const ack of acks) assert.ok(stored.has(String(ack.id)), `message ${ack.seq} was acknowledged`);
});

Deno.test("a server whose output nobody reads any more still stops when asked", async () => {
  await using folder = await tempFolder();
  const child = new Deno.Command(Deno.execPath(), {
    args: [...SERVE],
    cwd: ROOT,
    env: { PORT: String(freePort()), HOST: "127.0.0.1", FRESHET_DATA: folder.join("data") },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let isGone = false;
  void child.status.then(() => isGone = true);
  try {
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) if (text.includes("is ready")) break;
    child.kill("SIGTERM");
    assert.equal((await within(child.status, "the server to stop", 40_000)).code, 0);
  } finally {
    if (!isGone) child.kill("SIGKILL");
    await child.status;
  }
});
