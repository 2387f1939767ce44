import assert from "node:assert/strict";
import { api, connect, people, type Person } from "../support/client.ts";
import { startServer } from "../support/server.ts";

/** Each series of a metric, without its value. */
const seriesOf = (metrics: string, name: string): string[] =>
  metrics.split("\n").filter((line) => line.startsWith(`${name}{`)).map((line) => line.replace(/ \S+$/, ""));

Deno.test("B07 what the receiver has seen and what the sender was told is in the history, though the server is killed mid-send", async () => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" }, own: "it kills it" });
  const [ann, bob] = await people(server, "ann", "bob") as [Person, Person];
  await using bobs = await connect(bob);
  const anns = await connect(ann);
  const acked: string[] = [];
  const contentOf = new Map<string, string>();
  for (let i = 0; i < 300; i++) {
    contentOf.set(`m${i}`, `message ${i}`);
    anns.send({ type: "private", to: bob.id, content: `message ${i}`, client_id: `m${i}` });
    if (i === 100) await bobs.next("private");
  }
  await anns.next("ack");
  await server.kill();
  for (const frame of anns.frames) if (frame.type === "ack") acked.push(contentOf.get(String(frame.client_id)) ?? "");
  const seen = bobs.frames.filter(({ type }) => type === "private").map(({ content }) => String(content));
  assert.ok(acked.length > 0 && seen.length > 0);
  await anns.close();

  await server.start();
  const kept = new Set<string>();
  for (let page = 1, rows = 100; rows === 100; page++) {
    const { body } = await api(bob, "GET", `/api/v1/messages/private/${ann.id}?limit=100&page=${page}`);
    const messages = body.messages as { content: string }[];
    for (const { content } of messages) kept.add(content);
    rows = messages.length;
  }
  for (const content of [...acked, ...seen]) assert.ok(kept.has(content), `${content} is lost`);
});

Deno.test("B24 no client can add a series to the metrics, whatever it names its frames and paths", async () => {
  await using server = await startServer({
    env: { FRESHET_LIMITS: "off" },
    own: "each process has figures of its own",
  });
  const [ann] = await people(server, "ann") as [Person];
  await using socket = await connect(ann);
  const read = async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return {
      frames: seriesOf(text, "chat_websocket_messages_total"),
      requests: seriesOf(text, "chat_http_requests_total"),
      durations: seriesOf(text, "chat_http_request_duration_seconds_count"),
    };
  };
  const strange = async (word: string) => {
    socket.send({ type: word, content: "x" });
    assert.equal((await socket.next("error")).code, "unknown_type");
    for (const [method, path] of [["GET", word], ["GET", `api/v1/${word}`], ["GET", `c/${word}`], ["PURGE", word]]) {
      await (await fetch(`${server.url}/${path}`, { method })).body?.cancel();
    }
    await api(ann, "GET", `/api/v1/groups/${word}`);
  };
  socket.send({ type: "ping" });
  await socket.settle();
  await strange("first");
  await read();
  const before = await read();
  assert.ok(before.frames.some((series) => series.includes('"ping"')), before.frames.join("\n"));
  assert.ok(before.frames.some((series) => series.includes('"other"')));
  assert.ok(before.requests.some((series) => series.includes('"/api/v1/groups/:group_id"')));
  for (let i = 0; i < 20; i++) await strange(`odd-${i}-${crypto.randomUUID()}`);
  assert.deepEqual(await read(), before);
});
