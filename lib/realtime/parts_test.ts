import assert from "node:assert/strict";
import { Gate } from "./gate.ts";
import { Lanes } from "./lanes.ts";
import { Replay } from "./replay.ts";
import { Slots } from "./slots.ts";
import { settle } from "./testing/stage.ts";
import { TokenBucket } from "./token_bucket.ts";
import { decodeCarried, encodeControl, encodeFacts, encodeState, itemsOf } from "./wire.ts";
import { message } from "./testing/fake_store.ts";

Deno.test("an allowance gives its burst, then its rate, and says how long to wait", () => {
  const bucket = new TokenBucket(10, 3, 0);
  assert.deepEqual([0, 0, 0].map((now) => bucket.take(now)), [0, 0, 0]);
  assert.equal(bucket.take(0), 100);
  assert.equal(bucket.take(60), 40);
  assert.equal(bucket.take(100), 0);
  assert.deepEqual([10_000, 10_000, 10_000].map((now) => bucket.take(now)), [0, 0, 0]);
  assert.ok(bucket.take(10_000) > 0, "no more than the burst is saved");
  assert.ok(bucket.take(0) > 0, "a clock that was set back gives nothing");
  const free = new TokenBucket(Infinity, 1, 0);
  for (let i = 0; i < 100; i++) assert.equal(free.take(0), 0);
});

Deno.test("places are counted by person, by address and over instances, and given back once", () => {
  const slots = new Slots({ socketsPerPerson: 2, socketsPerAddress: 3 });
  const first = slots.take("ann", "here", 0);
  slots.take("ann", "here", 0);
  assert.throws(() => slots.take("ann", "there", 0), { code: "too_many_sockets" });
  assert.throws(() => slots.take("bob", "there", 2), { code: "too_many_sockets" });
  slots.take("bob", "here", 0);
  assert.throws(() => slots.take("cem", "here", 0), { code: "too_many_sockets" });
  first();
  first();
  slots.take("ann", "here", 0);
  assert.throws(() => slots.take("ann", "there", 0), { code: "too_many_sockets" });
});

Deno.test("work of one lane starts in order, once the one before has entered or failed; lanes do not wait for each other", async () => {
  const lanes = new Lanes();
  const log: string[] = [];
  const finish = new Map<string, () => void>();
  const run = (lane: string, name: string, enters: boolean) =>
    lanes.run(lane, async (entered) => {
      log.push(name);
      if (enters) entered();
      await new Promise<void>((resolve) => finish.set(name, resolve));
      if (name === "b") throw new Error("refused");
    });
  const [a, b, c, other] = [run("x", "a", true), run("x", "b", false), run("x", "c", true), run("y", "other", false)];
  await settle();
  assert.deepEqual(log, ["a", "b", "other"]);
  finish.get("b")?.();
  await assert.rejects(b);
  await settle();
  assert.deepEqual(log, ["a", "b", "other", "c"]);
  for (const name of ["a", "c", "other"]) finish.get(name)?.();
  await Promise.all([a, c, other]);
});

Deno.test("only so many run at once, also when some fail", async () => {
  const gate = new Gate(2);
  let running = 0;
  let most = 0;
  const work = Array.from({ length: 10 }, (_, at) =>
    gate.run(async () => {
      most = Math.max(most, ++running);
      await settle();
      running--;
      if (at % 3 === 0) throw new Error("failed");
    }));
  const ended = await Promise.allSettled(work);
  assert.deepEqual([most, ended.length, running], [2, 10, 0]);
});

Deno.test("facts held for a replay are those after it, and states are let go", () => {
  const replay = new Replay(["c"], 3, 1_000);
  const entry = (seq: number) => ({ seq, text: `${seq}`, lossy: false, exceptUserId: undefined });
  replay.keep("c", [entry(4), entry(0), entry(5)]);
  replay.keep("d", [entry(9)]);
  assert.deepEqual(replay.release("c", 4), ["5"]);
  assert.deepEqual(replay.release("c", 4), []);
  const full = new Replay(["c"], 2, 1_000);
  full.keep("c", [entry(1), entry(2), entry(3)]);
  assert.equal(full.release("c", 0), null);
  full.keep("c", [entry(4)]);
  assert.deepEqual(full.release("c", 3), ["4"]);
});

Deno.test("what instances tell each other arrives as it was, and one's own is known", () => {
  const facts = {
    conversationId: "c",
    kind: "group" as const,
    facts: [1, 2].map((seq) => ({ seq, frame: message("c", seq, 'line\nbreak "quoted" \u2028') })),
    joined: ["ann"],
    left: ["bob"],
  };
  const items = itemsOf(facts);
  const payload = encodeFacts("one", facts, items);
  assert.deepEqual(decodeCarried("two", payload), { type: "facts", conversationId: "c", kind: "group", items });
  assert.equal(decodeCarried("one", payload), null);
  assert.deepEqual(items.map(({ joined, left }) => [joined, left]), [[["ann"], []], [[], ["bob"]]]);
  assert.deepEqual(decodeCarried("two", encodeState("one", '{"type":"typing"}', true, "ann")), {
    type: "state",
    text: '{"type":"typing"}',
    lossy: true,
    exceptUserId: "ann",
  });
  const event = { type: "user_deactivated" as const, userId: "ann" };
  assert.deepEqual(decodeCarried("two", encodeControl("one", event)), { type: "control", event });
});
