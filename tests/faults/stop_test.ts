import assert from "node:assert/strict";
import { api, connect, people } from "../support/client.ts";
import { startServer } from "../support/server.ts";

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
