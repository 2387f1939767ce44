import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import fc from "fast-check";
import { FAILURES } from "@/lib/protocol/failures.ts";
import { Outbox, PASSING } from "./outbox.ts";
import type { OutboxDraft, OutboxItem, OutboxStorage } from "./outbox_item.ts";
import { clearOutboxes, IndexedOutbox, type PageLocks } from "./outbox_storage.ts";
import { FakeClock } from "./testing/fake_clock.ts";

class MemoryStorage implements OutboxStorage {
  readonly items = new Map<string, OutboxItem>();
  adopt = () => Promise.resolve([...this.items.values()]);
  save(item: OutboxItem) {
    this.items.set(item.clientId, item);
    return Promise.resolve();
  }
  remove(clientId: string) {
    this.items.delete(clientId);
    return Promise.resolve();
  }
}

function setUp(storage: OutboxStorage = new MemoryStorage()) {
  const clock = new FakeClock();
  const sent: OutboxItem[] = [];
  let ids = 0;
  const outbox = new Outbox({
    clock,
    storage,
    newId: () => `id-${++ids}`,
    transmit: (item) => sent.push(item) > 0,
  });
  return { clock, outbox, sent, storage };
}

const draft = (content: string, conversationId = "a"): OutboxDraft => ({
  conversationId,
  target: { kind: "group" },
  content,
  messageType: "text",
  replyTo: null,
  attachments: [],
});

const contents = (items: readonly OutboxItem[]) => items.map((item) => item.content);
const states = (items: readonly OutboxItem[]) => items.map((item) => `${item.content} ${item.state}`);

Deno.test("a conversation has one unacknowledged message at a time, in order; four conversations send at once", async () => {
  const { outbox, sent, clock } = setUp();
  outbox.up();
  for (const conversation of ["a", "b", "c", "d", "e"]) {
    await outbox.add(draft(`${conversation}1`, conversation));
    await outbox.add(draft(`${conversation}2`, conversation));
  }
  clock.tick(5_000);
  assert.deepEqual(contents(sent), ["a1", "b1", "c1", "d1"]);
  outbox.acked(sent[0]?.clientId ?? "");
  clock.tick(5_000);
  assert.deepEqual(contents(sent), ["a1", "b1", "c1", "d1", "a2"]);
});

Deno.test("what was on its way when the connection broke goes out again with the same client id, before what follows", async () => {
  const { outbox, sent } = setUp();
  outbox.up();
  await outbox.add(draft("one"));
  await outbox.add(draft("two"));
  outbox.down();
  assert.deepEqual(states(outbox.of("a")), ["one queued", "two queued"]);
  outbox.up();
  assert.deepEqual(contents(sent), ["one", "one"]);
  assert.equal(sent[0]?.clientId, sent[1]?.clientId);
});

Deno.test("written offline, it waits and goes out on return", async () => {
  const { outbox, sent } = setUp();
  await outbox.add(draft("one"));
  assert.deepEqual(sent, []);
  outbox.up();
  assert.deepEqual(contents(sent), ["one"]);
});

Deno.test("an acknowledged message leaves storage, and its place when the timeline has it", async () => {
  const { outbox, sent, storage } = setUp();
  outbox.up();
  await outbox.add(draft("one"));
  assert.equal((await storage.adopt()).length, 1);
  const id = sent[0]?.clientId ?? "";
  outbox.acked(id);
  assert.deepEqual(states(outbox.of("a")), ["one sent"]);
  assert.equal((await storage.adopt()).length, 0);
  outbox.settle(id);
  assert.ok(outbox.isEmpty);
});

Deno.test("a server that cannot store is asked for two minutes, then it and what waits behind it have failed", async () => {
  const { outbox, sent, clock } = setUp();
  outbox.up();
  await outbox.add(draft("one"));
  await outbox.add(draft("two"));
  const isWaiting = () => outbox.of("a")[0]?.state === "queued";
  const times: number[] = [];
  do {
    times.push(clock.now());
    outbox.refused(sent.at(-1)?.clientId ?? "", { code: "unavailable", retryAfterMs: 1_000 });
    for (const tries = sent.length; sent.length === tries && isWaiting();) clock.tick(100);
  } while (sent.length > times.length);
  assert.deepEqual(times.slice(0, 5).map((at) => at - (times[0] ?? 0)), [0, 1_000, 3_000, 7_000, 12_000]);
  const tried = (times.at(-1) ?? 0) - (times[0] ?? 0);
  assert.ok(tried > 110_000 && tried < 130_000, `${tried} ms`);
  assert.deepEqual(states(outbox.of("a")), ["one failed", "two failed"]);
  assert.equal(outbox.of("a")[0]?.reason, "unavailable");
  outbox.retry(outbox.of("a")[1]?.clientId ?? "");
  assert.deepEqual(contents(sent).slice(times.length), ["one"]);
  outbox.acked(sent.at(-1)?.clientId ?? "");
  assert.deepEqual(contents(sent).slice(times.length), ["one", "two"]);
});

Deno.test("silence counts as a failed try", async () => {
  const { outbox, sent, clock } = setUp();
  outbox.up();
  await outbox.add(draft("one"));
  clock.tick(15_000);
  assert.deepEqual(states(outbox.of("a")), ["one queued"]);
  clock.tick(1_000);
  assert.deepEqual(contents(sent), ["one", "one"]);
  clock.tick(600_000);
  assert.deepEqual(states(outbox.of("a")), ["one failed"]);
});

Deno.test("a refusal that cannot change fails at once and holds nothing up", async () => {
  const { outbox, sent } = setUp();
  outbox.up();
  await outbox.add(draft("one"));
  await outbox.add(draft("two"));
  outbox.refused(sent[0]?.clientId ?? "", { code: "not_member" });
  assert.deepEqual(states(outbox.of("a")), ["one failed", "two sending"]);
  outbox.discard(sent[0]?.clientId ?? "");
  assert.deepEqual(states(outbox.of("a")), ["two sending"]);
});

Deno.test("a limit is waited for as long as the server says, and never counts as a failure", async () => {
  const { outbox, sent, clock } = setUp();
  outbox.up();
  await outbox.add(draft("one"));
  for (let times = 1; times <= 6; times++) {
    assert.equal(sent.length, times);
    outbox.refused(sent[0]?.clientId ?? "", { code: "rate_limited", retryAfterMs: 4_000 });
    clock.tick(3_999);
    assert.equal(sent.length, times);
    clock.tick(1);
  }
  assert.deepEqual(states(outbox.of("a")), ["one sending"]);
});

Deno.test("a burst is paced below the limit of ten frames a second", async () => {
  const { outbox, sent, clock } = setUp();
  outbox.up();
  const times: number[] = [];
  for (let index = 0; index < 60; index++) await outbox.add(draft(`${index}`));
  for (let done = 0; done < 60;) {
    for (; done < sent.length; done++) {
      times.push(clock.now());
      outbox.acked(sent[done]?.clientId ?? "");
    }
    clock.tick(10);
  }
  assert.deepEqual(contents(sent), Array.from({ length: 60 }, (_, index) => `${index}`));
  const lastSecond = times.filter((at) => at > (times.at(-1) ?? 0) - 1_000);
  assert.ok(lastSecond.length <= 9, `${lastSecond.length} in a second`);
});

Deno.test("whatever goes wrong, a conversation's messages are stored in the order they were written, none lost or doubled", async () => {
  const step = fc.constantFrom("add", "ack", "lose ack", "unavailable", "down", "up", "wait", "retry");
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
    const { outbox, sent, clock } = setUp();
    const stored: string[] = [];
    const store = (item: OutboxItem | undefined) => {
      if (item && !stored.includes(item.clientId)) stored.push(item.clientId);
    };
    const inFlight = () => sent.findLast((item) => outbox.find(item.clientId)?.state === "sending");
    const ack = (item: OutboxItem | undefined) => {
      store(item);
      if (!item) return;
      outbox.acked(item.clientId);
      outbox.settle(item.clientId);
    };
    const written: string[] = [];
    const retryAll = () => outbox.of("a").forEach((item) => outbox.retry(item.clientId));
    for (const name of steps) {
      if (name === "add") written.push((await outbox.add(draft("x"))).clientId);
      else if (name === "ack") ack(inFlight());
      else if (name === "lose ack") store(inFlight());
      else if (name === "unavailable") outbox.refused(inFlight()?.clientId ?? "", { code: "unavailable" });
      else if (name === "down") outbox.down();
      else if (name === "up") outbox.up();
      else if (name === "wait") clock.tick(16_000);
      else retryAll();
    }
    outbox.up();
    for (let rounds = 0; !outbox.isEmpty && rounds < 500; rounds++) {
      retryAll();
      ack(inFlight());
      clock.tick(1_000);
    }
    assert.deepEqual(stored, written);
  }));
});

Deno.test("unsent messages outlive the page, and belong to one person", async () => {
  const first = new IndexedOutbox("ann", "page-1", null);
  const before = setUp(first);
  await before.outbox.add(draft("one"));
  await before.outbox.add(draft("two"));
  await first.close();

  const second = new IndexedOutbox("ann", "page-2", null);
  const after = setUp(second);
  await after.outbox.adopt();
  assert.deepEqual(states(after.outbox.of("a")), ["one queued", "two queued"]);
  const stranger = new IndexedOutbox("bob", "page-3", null);
  assert.deepEqual(await stranger.adopt(), []);

  await clearOutboxes("bob");
  assert.deepEqual(await second.adopt(), []);
  await second.close();
  await stranger.close();
});

Deno.test("a page that is still open keeps its messages; another takes them once it has closed", async () => {
  const names = new Set<string>();
  const locks: PageLocks = { hold: (name) => names.add(name), held: () => Promise.resolve(names) };
  const first = new IndexedOutbox("ann", "page-1", locks);
  await setUp(first).outbox.add(draft("one"));
  const second = new IndexedOutbox("ann", "page-2", locks);
  assert.deepEqual(await second.adopt(), []);
  names.delete("freshet-page-page-1");
  assert.deepEqual(contents(await second.adopt()), ["one"]);
  await clearOutboxes(null);
  await first.close();
  await second.close();
});

Deno.test("what passes by itself is what the table of failures says", () => {
  const passing = Object.entries(FAILURES).filter(([, failure]) => failure.retry).map(([code]) => code);
  assert.deepEqual([...PASSING].sort(), passing.sort());
});
