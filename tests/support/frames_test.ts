import assert from "node:assert/strict";
import { FrameQueue } from "./frames.ts";

Deno.test("a frame is taken once, by type, whether it came before or after the question", async () => {
  const frames = new FrameQueue();
  frames.push({ type: "group", seq: 1 });
  frames.push({ type: "ack", seq: 1 });
  assert.equal((await frames.next({ type: "ack" }, 1_000)).seq, 1);
  assert.equal((await frames.next({ type: "group" }, 1_000)).seq, 1);

  const later = frames.next({ type: "group", where: ({ seq }) => seq === 3 }, 1_000);
  frames.push({ type: "group", seq: 2 });
  frames.push({ type: "group", seq: 3 });
  assert.equal((await later).seq, 3);
  assert.equal(frames.take({ type: "group" })?.seq, 2);
});

Deno.test("a frame that never comes fails with what came instead", async () => {
  const frames = new FrameQueue();
  frames.push({ type: "error", code: "forbidden" });
  await assert.rejects(frames.next({ type: "ack" }, 10), /No ack frame came within 10 ms[^]*forbidden/);
});

Deno.test("waiting ends when the connection does", async () => {
  const frames = new FrameQueue();
  const waiting = frames.next({ type: "ack" }, 60_000);
  frames.end("close code 4001");
  await assert.rejects(waiting, /the connection ended: close code 4001/);
  await assert.rejects(frames.next({ type: "ack" }, 60_000), /4001/);
});

Deno.test("who gives up leaves the frame to the next", async () => {
  const frames = new FrameQueue();
  const aborter = new AbortController();
  const givenUp = frames.next({ type: "ack" }, 60_000, aborter.signal);
  aborter.abort();
  await assert.rejects(givenUp, /No longer/);
  frames.push({ type: "ack" });
  assert.ok(frames.take({ type: "ack" }));
});
