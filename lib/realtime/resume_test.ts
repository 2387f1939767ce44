import assert from "node:assert/strict";
import { MemoryBroker } from "@/lib/broker/memory_broker.ts";
import { FakeClock } from "@/lib/client/testing/fake_clock.ts";
import { CLOSE } from "@/lib/protocol/close_codes.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import { FakeStore, memberFact } from "./testing/fake_store.ts";
import { type Seat, settle, Stage } from "./testing/stage.ts";

function set(limits: Partial<Limits> = {}) {
  const clock = new FakeClock();
  const store = new FakeStore();
  const hub = new Stage({ clock, store, broker: new MemoryBroker(), limits });
  /** Runs a resume to its end, moving time as it asks for it. */
  const resume = async ({ connection, person }: Seat, cursors: Record<string, number>) => {
    let isOver = false;
    const resumed = hub.hub.resume(connection, person, new Map(Object.entries(cursors))).finally(() => isOver = true);
    for (let step = 0; !isOver && step < 20_000; step++) {
      await hub.turn();
      clock.tick(10);
    }
    await resumed;
    await hub.turn();
  };
  return { clock, store, hub, resume };
}

const many = (store: FakeStore, id: string, count: number) => {
  for (let i = 0; i < count; i++) store.append(id);
};
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** Makes reads wait until the answer is called. */
function hold(store: FakeStore): () => void {
  let go = () => {};
  store.pause = new Promise((resolve) => go = resolve);
  return () => {
    store.pause = null;
    go();
  };
}

Deno.test("a resume brings exactly what was missed, then where every conversation stands", async () => {
  const { store, hub, resume } = set();
  await using _ = hub;
  for (const id of ["c", "d", "e"]) store.join(id, "ann");
  many(store, "c", 9);
  many(store, "d", 4);
  const ann = await hub.connect("ann");
  await resume(ann, { c: 5, d: 4 });
  assert.deepEqual(ann.outlet.seqs, [6, 7, 8, 9]);
  assert.deepEqual(ann.outlet.ofType("resumed"), [{ type: "resumed", heads: { c: 9, d: 4, e: 0 } }]);
});

Deno.test("what is committed while history is read comes after it, once", async () => {
  const { store, hub } = set();
  await using _ = hub;
  store.join("c", "ann");
  many(store, "c", 3);
  const ann = await hub.connect("ann");
  const answer = hold(store);
  const resumed = hub.hub.resume(ann.connection, ann.person, new Map([["c", 1]]));
  for (let i = 0; i < 3; i++) hub.commit("c", [store.append("c")]);
  await hub.turn();
  assert.deepEqual(ann.outlet.seqs, [], "live facts wait for history");
  answer();
  await resumed;
  hub.commit("c", [store.append("c")]);
  await hub.turn();
  assert.deepEqual(ann.outlet.seqs, range(2, 7));
});

Deno.test("a resume of one conversation holds back no other", async () => {
  const { store, hub } = set();
  await using _ = hub;
  store.join("c", "ann");
  store.join("d", "ann");
  const ann = await hub.connect("ann");
  const answer = hold(store);
  const resumed = hub.hub.resume(ann.connection, ann.person, new Map([["c", 0]]));
  hub.commit("d", [store.append("d")]);
  await hub.turn();
  assert.deepEqual(ann.outlet.seqs, [1]);
  answer();
  await resumed;
});

Deno.test("more than the limit is not replayed: the client reloads, and goes on from there", async () => {
  const { store, hub, resume } = set({ resumeFacts: 20 });
  await using _ = hub;
  store.join("c", "ann");
  many(store, "c", 21);
  const ann = await hub.connect("ann");
  await resume(ann, { c: 1 });
  assert.deepEqual(ann.outlet.seqs, range(2, 21));
  await resume(ann, { c: 0 });
  assert.deepEqual(ann.outlet.ofType("reload"), [{ type: "reload", conversation_id: "c", seq: 21 }]);
  hub.commit("c", [store.append("c")]);
  await hub.turn();
  assert.deepEqual(ann.outlet.seqs, range(2, 22));
});

Deno.test("more live facts than can be held while history is read are read again, and none is missed", async () => {
  const { store, hub } = set({ resumeFacts: 10 });
  await using _ = hub;
  store.join("c", "ann");
  many(store, "c", 5);
  const ann = await hub.connect("ann");
  const answer = hold(store);
  const resumed = hub.hub.resume(ann.connection, ann.person, new Map([["c", 3]]));
  await settle();
  answer();
  // Between the first read and its merging: more than may be held.
  const again = hold(store);
  await settle();
  for (let i = 0; i < 9; i++) hub.commit("c", [store.append("c")]);
  await hub.turn();
  for (let i = 0; i < 4; i++) hub.commit("c", [store.append("c")]);
  await hub.turn();
  again();
  await resumed;
  await hub.turn();
  const reached = ann.outlet.ofType("reload").at(-1)?.seq ?? ann.outlet.seqs.at(-1);
  assert.equal(reached, 18);
  hub.commit("c", [store.append("c")]);
  await hub.turn();
  assert.equal(ann.outlet.seqs.at(-1), 19);
});

Deno.test("a cursor beyond the head is taken back, as after a restored backup", async () => {
  const { store, hub, resume } = set();
  await using _ = hub;
  store.join("c", "ann");
  many(store, "c", 4);
  const ann = await hub.connect("ann");
  await resume(ann, { c: 99 });
  assert.deepEqual(ann.outlet.ofType("reload"), [{ type: "reload", conversation_id: "c", seq: 4 }]);
  hub.commit("c", [store.append("c")]);
  await hub.turn();
  assert.deepEqual(ann.outlet.seqs, [5]);
});

Deno.test("a conversation of others is neither replayed nor named", async () => {
  const { store, hub, resume } = set();
  await using _ = hub;
  store.join("c", "ann");
  store.join("d", "bob");
  many(store, "c", 1);
  many(store, "d", 5);
  const ann = await hub.connect("ann");
  await resume(ann, { c: 0, d: 0 });
  assert.deepEqual(ann.outlet.seqs, [1]);
  assert.deepEqual(ann.outlet.ofType("resumed")[0]?.heads, { c: 1 });
});

Deno.test("someone removed while being brought up to date gets nothing more of it", async () => {
  const { store, hub } = set();
  await using _ = hub;
  store.join("c", "ann", "bob");
  many(store, "c", 5);
  const ann = await hub.connect("ann");
  const resumed = hub.hub.resume(ann.connection, ann.person, new Map([["c", 0]]));
  const answer = hold(store);
  await settle();
  store.leave("c", "ann");
  hub.commit("c", [store.put("c", memberFact("group_member_removed", "c", 6, "ann"))], { left: ["ann"] });
  answer();
  await resumed;
  await hub.turn();
  assert.deepEqual(ann.outlet.seqs, []);
  assert.equal(ann.outlet.ofType("conversation_removed").length, 1);
  assert.deepEqual(ann.outlet.ofType("resumed")[0]?.heads, {});
});

Deno.test("a long history waits for its reader and never piles up", async () => {
  const { store, hub, clock } = set({ outboundBytes: 200_000 });
  await using _ = hub;
  store.join("c", "ann");
  for (let i = 0; i < 900; i++) store.append("c", "x".repeat(1_000));
  const ann = await hub.connect("ann");
  ann.outlet.isStalled = true;
  let isOver = false;
  const resumed = hub.hub.resume(ann.connection, ann.person, new Map([["c", 0]])).finally(() => isOver = true);
  let most = 0;
  for (let step = 0; !isOver && step < 2_000; step++) {
    await hub.turn();
    clock.tick(10);
    most = Math.max(most, ann.outlet.bufferedAmount);
    if (step % 20 === 0) ann.outlet.bufferedAmount = 0;
  }
  await resumed;
  await hub.turn();
  assert.deepEqual(ann.outlet.seqs, range(1, 900));
  assert.ok(most <= 200_000, `${most}`);
});

Deno.test("a reader that takes nothing of its history is closed as slow, with little handed over", async () => {
  const { store, hub, resume } = set({ outboundBytes: 200_000, slowMs: 1_000 });
  await using _ = hub;
  store.join("c", "ann");
  for (let i = 0; i < 900; i++) store.append("c", "x".repeat(1_000));
  const ann = await hub.connect("ann");
  ann.outlet.isStalled = true;
  await resume(ann, { c: 0 });
  assert.equal(ann.outlet.closed, CLOSE.slow.code);
  assert.ok(ann.outlet.bufferedAmount <= 200_000);
});

Deno.test("readers who do not take their history keep nobody else from theirs", async () => {
  const { store, hub, clock, resume } = set({ outboundBytes: 200_000 });
  await using _ = hub;
  const names = range(1, 40).map((at) => `slow ${at}`);
  store.join("c", "ann", ...names);
  for (let i = 0; i < 300; i++) store.append("c", "x".repeat(1_000));
  const slow = await Promise.all(names.map((name) => hub.connect(name)));
  for (const { outlet } of slow) outlet.isStalled = true;
  const resumed = slow.map(({ connection, person }) => hub.hub.resume(connection, person, new Map([["c", 0]])));
  const ann = await hub.connect("ann");
  const startMs = clock.now();
  await resume(ann, { c: 290 });
  assert.deepEqual(ann.outlet.seqs, range(291, 300));
  assert.ok(clock.now() - startMs < 2_000, `${clock.now() - startMs} ms`);
  for (let step = 0; slow.some(({ outlet }) => outlet.closed === null) && step < 5_000; step++) {
    await hub.turn();
    clock.tick(10);
  }
  await Promise.all(resumed);
  assert.deepEqual(new Set(slow.map(({ outlet }) => outlet.closed)), new Set([CLOSE.slow.code]));
});

Deno.test("a slow reader gets the history of all its conversations whole, once, and then what came meanwhile", async () => {
  const { store, hub, clock } = set({ outboundBytes: 200_000 });
  await using _ = hub;
  const ids = ["c", "d", "e"];
  for (const id of ids) {
    store.join(id, "ann");
    for (let i = 0; i < 300; i++) store.append(id, "x".repeat(1_000));
  }
  const ann = await hub.connect("ann");
  ann.outlet.isStalled = true;
  let isOver = false;
  const cursors = new Map(ids.map((id, at) => [id, at * 50]));
  const resumed = hub.hub.resume(ann.connection, ann.person, cursors).finally(() => isOver = true);
  for (let step = 0; !isOver && step < 20_000; step++) {
    await hub.turn();
    clock.tick(10);
    if (step % 60 === 0) ann.outlet.bufferedAmount = 0;
    if (step % 200 === 0) { for (const id of ids) hub.commit(id, [store.append(id)]); }
  }
  await resumed;
  ann.outlet.isStalled = false;
  ann.outlet.bufferedAmount = 0;
  for (const id of ids) hub.commit(id, [store.append(id)]);
  await hub.turn();
  const seqsOf = (id: string) =>
    ann.outlet.frames.flatMap((frame) => frame.type === "group" && frame.conversation_id === id ? [frame.seq] : []);
  for (const [at, id] of ids.entries()) assert.deepEqual(seqsOf(id), range(at * 50 + 1, store.head(id)));
  assert.ok(store.factReads > 3, "it was read in several pieces");
  assert.equal(ann.outlet.closed, null);
});

Deno.test("a resume that storage cannot answer is refused, and live facts flow again", async () => {
  const { store, hub } = set();
  await using _ = hub;
  store.join("c", "ann");
  const ann = await hub.connect("ann");
  store.isAway = true;
  await assert.rejects(hub.hub.resume(ann.connection, ann.person, new Map([["c", 0]])));
  store.isAway = false;
  hub.commit("c", [store.append("c")]);
  await hub.turn();
  assert.deepEqual(ann.outlet.seqs, [1]);
});
