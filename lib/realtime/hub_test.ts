import assert from "node:assert/strict";
import { MemoryBroker } from "@/lib/broker/memory_broker.ts";
import { FakeClock } from "@/lib/client/testing/fake_clock.ts";
import { CLOSE } from "@/lib/protocol/close_codes.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import { FakeStore, memberFact, message } from "./testing/fake_store.ts";
import { collectReported } from "./testing/reported.ts";
import { settle, Stage } from "./testing/stage.ts";

function set(limits: Partial<Limits> = {}) {
  const clock = new FakeClock();
  const store = new FakeStore();
  const broker = new MemoryBroker();
  const stage = () => new Stage({ clock, store, broker, limits });
  /** Moves time in small steps, letting what it sets off happen. */
  const pass = async (ms: number, ...stages: Stage[]) => {
    for (let at = 0; at < ms; at += 50) {
      clock.tick(Math.min(50, ms - at));
      await settle();
      for (const one of stages) await one.turn();
    }
  };
  return { clock, store, broker, stage, pass };
}

const fact = (seq: number, content = "") => ({ seq, frame: message("c", seq, content) });

Deno.test("a new connection is welcomed first, then hears its conversations and no others", async () => {
  const { store, stage } = set();
  store.join("c", "ann");
  store.join("d", "bob");
  await using hub = stage();
  const ann = await hub.connect("ann");
  hub.commit("c", [store.append("c")]);
  hub.commit("d", [store.append("d")]);
  await hub.turn();
  assert.deepEqual(ann.outlet.frames.map(({ type }) => type), ["system", "group"]);
  assert.equal(ann.outlet.ofType("system")[0]?.content, "Welcome to chat server");
});

Deno.test("what one turn brings leaves as one frame, and as single objects for a plain client", async () => {
  const { store, stage } = set();
  store.join("c", "ann", "bob");
  await using hub = stage();
  const [ann, bob] = [await hub.connect("ann"), await hub.connect("bob", { batching: false })];
  for (let i = 0; i < 3; i++) hub.commit("c", [store.append("c"), store.append("c")]);
  await hub.turn();
  assert.equal(ann.outlet.sent.length, 2);
  assert.equal(bob.outlet.sent.length, 7);
  assert.deepEqual(ann.outlet.seqs, [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(bob.outlet.seqs, [1, 2, 3, 4, 5, 6]);
  assert.ok(bob.outlet.sent.every((text) => !text.startsWith("[")));
});

Deno.test("two conversations of one reader share a frame", async () => {
  const { store, stage } = set();
  store.join("c", "ann");
  store.join("d", "ann");
  await using hub = stage();
  const ann = await hub.connect("ann");
  hub.commit("c", [store.append("c"), store.append("c")]);
  hub.commit("d", [store.append("d")]);
  await hub.turn();
  assert.equal(ann.outlet.sent.length, 2);
  assert.deepEqual(ann.outlet.seqs, [1, 2, 1]);
});

Deno.test("facts are handed on in order and once, however they come in", async () => {
  const { store, stage } = set();
  store.join("c", "ann");
  await using hub = stage();
  const ann = await hub.connect("ann");
  for (let seq = 1; seq <= 5; seq++) store.append("c");
  hub.commit("c", [fact(2), fact(3)]);
  hub.commit("c", [fact(5)]);
  hub.commit("c", [fact(1)]);
  hub.commit("c", [fact(1), fact(4)]);
  hub.commit("c", [fact(3), fact(4), fact(5)]);
  await hub.turn();
  assert.deepEqual(ann.outlet.seqs, [1, 2, 3, 4, 5]);
  assert.equal(store.factReads, 0);
});

Deno.test("a gap is read from storage after a moment, once for all members", async () => {
  const { store, stage, pass } = set();
  store.join("c", "ann", "bob");
  await using hub = stage();
  const [ann, bob] = [await hub.connect("ann"), await hub.connect("bob")];
  for (let seq = 1; seq <= 4; seq++) store.append("c");
  hub.commit("c", [fact(4)]);
  await hub.turn();
  assert.deepEqual(ann.outlet.seqs, []);
  await pass(1_000, hub);
  assert.deepEqual([ann.outlet.seqs, bob.outlet.seqs], [[1, 2, 3, 4], [1, 2, 3, 4]]);
  assert.equal(store.factReads, 1);
});

Deno.test("a gap that cannot be read is read when storage is back", async () => {
  const { store, stage, pass } = set();
  store.join("c", "ann");
  await using hub = stage();
  const ann = await hub.connect("ann");
  store.append("c");
  store.append("c");
  store.isAway = true;
  hub.commit("c", [fact(2)]);
  await pass(1_000, hub);
  assert.deepEqual(ann.outlet.seqs, []);
  store.isAway = false;
  await pass(3_000, hub);
  assert.deepEqual(ann.outlet.seqs, [1, 2]);
});

Deno.test("a gap too large is not filled: readers are told to reload, and order goes on", async () => {
  const { store, stage, pass } = set({ resumeFacts: 10 });
  store.join("c", "ann");
  await using hub = stage();
  const ann = await hub.connect("ann");
  for (let seq = 1; seq <= 50; seq++) store.append("c");
  hub.commit("c", [fact(50)]);
  await pass(1_000, hub);
  assert.deepEqual(ann.outlet.ofType("reload"), [{ type: "reload", conversation_id: "c", seq: 50 }]);
  hub.commit("c", [store.append("c")]);
  await hub.turn();
  assert.deepEqual(ann.outlet.seqs, [51]);
});

Deno.test("what was announced and is not stored stops nothing", async () => {
  const { store, stage, pass } = set();
  store.join("c", "ann");
  await using hub = stage();
  const ann = await hub.connect("ann");
  hub.commit("c", [fact(9)]);
  await pass(5_000, hub);
  const reads = store.factReads;
  await pass(5_000, hub);
  assert.equal(store.factReads, reads);
  hub.commit("c", [store.append("c")]);
  await hub.turn();
  assert.deepEqual(ann.outlet.seqs, [1]);
});

Deno.test("instances hand on each other's facts, each once", async () => {
  const { store, stage } = set();
  store.join("c", "ann", "bob");
  await using one = stage();
  await using two = stage();
  const [ann, bob] = [await one.connect("ann"), await two.connect("bob")];
  one.commit("c", [store.append("c"), store.append("c")]);
  two.commit("c", [store.append("c")]);
  for (const hub of [one, two, one, two]) await hub.turn();
  assert.deepEqual([ann.outlet.seqs, bob.outlet.seqs], [[1, 2, 3], [1, 2, 3]]);
});

Deno.test("someone who joins gets the fact that let them in, on any instance, and what follows", async () => {
  const { store, stage } = set();
  store.join("c", "ann");
  store.append("c");
  await using one = stage();
  await using two = stage();
  const [ann, bob] = [await one.connect("ann"), await two.connect("bob")];
  const added = store.put("c", memberFact("group_member_added", "c", 2, "bob"));
  store.join("c", "bob");
  one.commit("c", [added], { joined: ["bob"] });
  for (const hub of [one, two]) await hub.turn();
  one.commit("c", [store.append("c")]);
  for (const hub of [one, two]) await hub.turn();
  assert.deepEqual([ann.outlet.seqs, bob.outlet.seqs], [[2, 3], [2, 3]]);
});

Deno.test("someone who is removed gets that fact and then nothing more, on any instance", async () => {
  const { store, stage } = set();
  store.join("c", "ann", "bob");
  await using one = stage();
  await using two = stage();
  const [ann, bob] = [await one.connect("ann"), await two.connect("bob")];
  store.leave("c", "bob");
  const [before, removed, after] = [store.append("c"), memberFact("group_member_removed", "c", 2, "bob"), fact(3)];
  store.put("c", removed);
  store.put("c", after);
  one.commit("c", [before]);
  one.commit("c", [removed], { left: ["bob"] });
  one.commit("c", [after]);
  one.hub.conversationState("c", { type: "read", conversation_id: "c", from: "ann", seq: 3, content: "" });
  for (const hub of [one, two]) await hub.turn();
  assert.deepEqual(ann.outlet.seqs, [1, 2, 3]);
  assert.deepEqual(bob.outlet.frames.map(({ type }) => type), [
    "system",
    "group",
    "group_member_removed",
    "conversation_removed",
  ]);
});

Deno.test("a removal that is found in a gap ends the subscription too", async () => {
  const { store, stage, pass } = set();
  store.join("c", "ann", "bob");
  await using hub = stage();
  const [ann, bob] = [await hub.connect("ann"), await hub.connect("bob")];
  store.put("c", memberFact("group_member_left", "c", 1, "bob"));
  store.leave("c", "bob");
  store.append("c");
  hub.commit("c", [fact(2)]);
  await pass(1_000, hub);
  assert.deepEqual(ann.outlet.seqs, [1, 2]);
  assert.deepEqual(bob.outlet.seqs, [1]);
  assert.equal(bob.outlet.ofType("conversation_removed").length, 1);
});

Deno.test("a join that happens while memberships are being read is not lost, and a removal is not undone", async () => {
  const { store, stage } = set();
  store.join("c", "ann", "bob");
  await using hub = stage();
  await hub.connect("ann");
  let go = () => {};
  store.pause = new Promise((resolve) => go = resolve);
  const bob = hub.begin("bob");
  const welcomed = hub.hub.welcome(bob.connection, bob.person);
  await settle();
  // The answer to bob's question was taken before both of these.
  hub.commit("c", [store.put("c", memberFact("group_member_removed", "c", 1, "bob"))], { left: ["bob"] });
  hub.commit("d", [store.put("d", memberFact("group_member_added", "d", 1, "bob"))], { joined: ["bob"] });
  store.pause = null;
  go();
  await welcomed;
  hub.commit("c", [store.append("c")]);
  hub.commit("d", [store.append("d")]);
  await hub.turn();
  assert.deepEqual(bob.outlet.frames.map((frame) => "conversation_id" in frame ? frame.conversation_id : frame.type), [
    "system",
    "d",
    "d",
  ]);
});

Deno.test("heads find what a lost broadcast left out, and tell those who follow", async () => {
  const { store, stage, pass } = set();
  store.join("c", "ann", "bob");
  await using hub = stage();
  const [ann, bob] = [await hub.connect("ann"), await hub.connect("bob", { batching: false })];
  await hub.hub.resume(ann.connection, ann.person, new Map([["c", 0]]));
  store.append("c");
  store.append("c");
  await pass(21_000, hub);
  assert.deepEqual([ann.outlet.seqs, bob.outlet.seqs], [[1, 2], [1, 2]]);
  assert.deepEqual(ann.outlet.ofType("heads"), [{ type: "heads", heads: { c: 2 } }]);
  assert.deepEqual(bob.outlet.ofType("heads"), []);
  await pass(60_000, hub);
  assert.equal(ann.outlet.ofType("heads").length, 1);
});

Deno.test("a session that has ended closes its connections at once, and at the next re-check if that was lost", async () => {
  const { store, stage, pass } = set();
  await using one = stage();
  await using two = stage();
  const [laptop, phone, other] = [
    await one.connect("ann", { sessionId: "laptop" }),
    await two.connect("ann", { sessionId: "phone" }),
    await two.connect("bob"),
  ];
  one.hub.control({ type: "session_revoked", userId: "ann", sessionId: "phone" });
  await settle();
  assert.deepEqual([laptop, phone, other].map((seat) => seat.outlet.closed), [null, CLOSE.signedOut.code, null]);
  store.endedSessions.add("laptop");
  await pass(61_000, one, two);
  assert.deepEqual([laptop, other].map((seat) => seat.outlet.closed), [CLOSE.signedOut.code, null]);
});

Deno.test("all sessions but one, and everything of a deactivated person", async () => {
  const { stage } = set();
  await using hub = stage();
  const [laptop, phone] = [
    await hub.connect("ann", { sessionId: "laptop" }),
    await hub.connect("ann", { sessionId: "phone" }),
  ];
  hub.hub.control({ type: "sessions_revoked", userId: "ann", exceptSessionId: "laptop" });
  assert.deepEqual([laptop, phone].map((seat) => seat.outlet.closed), [null, CLOSE.signedOut.code]);
  hub.hub.control({ type: "user_deactivated", userId: "ann" });
  assert.equal(laptop.outlet.closed, CLOSE.deactivated.code);
});

Deno.test("memberships are re-read: a removal that nobody heard of ends within a minute", async () => {
  const { store, stage, pass } = set();
  store.join("c", "ann", "bob");
  await using hub = stage();
  const [ann, bob] = [await hub.connect("ann"), await hub.connect("bob")];
  store.leave("c", "bob");
  await pass(61_000, hub);
  hub.commit("c", [store.append("c")]);
  await hub.turn();
  assert.deepEqual([ann.outlet.seqs, bob.outlet.seqs], [[1], []]);
  assert.equal(bob.outlet.ofType("conversation_removed").length, 1);
});

Deno.test("states leave out whom they except, and typing is spared those who are behind", async () => {
  const { store, stage } = set({ lossyBytes: 100 });
  store.join("c", "ann", "bob", "cy");
  await using hub = stage();
  const [ann, bob, cy] = [await hub.connect("ann"), await hub.connect("bob"), await hub.connect("cy")];
  cy.outlet.bufferedAmount = 101;
  hub.hub.conversationState(
    "c",
    { type: "typing", conversation_id: "c", from: "ann", content: { username: "ann" } },
    "ann",
  );
  hub.commit("c", [store.append("c")]);
  await hub.turn();
  const types = [ann, bob, cy].map(({ outlet }) => outlet.frames.slice(1).map(({ type }) => type));
  assert.deepEqual(types, [["group"], ["typing", "group"], ["group"]]);
});

Deno.test("a reader that stops reading is handed no more than the cap, closed as slow, and costs the others nothing", async () => {
  const { store, stage } = set({ outboundBytes: 50_000 });
  store.join("c", "ann", "bob");
  await using hub = stage();
  const [ann, bob] = [await hub.connect("ann"), await hub.connect("bob")];
  bob.outlet.isStalled = true;
  for (let i = 0; i < 200; i++) {
    hub.commit("c", [store.append("c", "x".repeat(1_000))]);
    await hub.turn();
  }
  assert.equal(bob.outlet.closed, CLOSE.slow.code);
  assert.ok(bob.outlet.bufferedAmount <= 50_000, `${bob.outlet.bufferedAmount}`);
  assert.equal(ann.outlet.closed, null);
  assert.equal(ann.outlet.seqs.length, 200);
});

Deno.test("a reader that lags and catches up gets everything in order", async () => {
  const { store, stage, pass } = set({ outboundBytes: 50_000 });
  store.join("c", "ann");
  await using hub = stage();
  const ann = await hub.connect("ann");
  ann.outlet.isStalled = true;
  for (let i = 0; i < 80; i++) {
    hub.commit("c", [store.append("c", "x".repeat(1_000))]);
    await hub.turn();
  }
  assert.ok(ann.outlet.seqs.length < 80);
  ann.outlet.isStalled = false;
  ann.outlet.bufferedAmount = 0;
  await pass(100, hub);
  assert.deepEqual(ann.outlet.seqs, Array.from({ length: 80 }, (_, at) => at + 1));
  assert.equal(ann.outlet.closed, null);
});

Deno.test("one connection whose outlet throws is closed; the others get their frames", async () => {
  const { store, stage } = set();
  store.join("c", "ann", "bob");
  await using hub = stage();
  const [bob, ann] = [await hub.connect("bob"), await hub.connect("ann")];
  bob.outlet.send = () => {
    throw new Error("broken");
  };
  hub.commit("c", [store.append("c")]);
  await hub.turn();
  assert.equal(bob.outlet.closed, CLOSE.internal.code);
  assert.deepEqual(ann.outlet.seqs, [1]);
});

Deno.test("one that cannot even be closed is forgotten, and the others get their frames", async () => {
  const { store, stage } = set();
  store.join("c", "ann", "bob");
  await using hub = stage();
  const [bob, ann] = [await hub.connect("bob"), await hub.connect("ann")];
  bob.outlet.send = bob.outlet.close = () => {
    throw new Error("broken");
  };
  using reported = collectReported();
  for (let seq = 1; seq <= 2; seq++) {
    hub.commit("c", [store.append("c")]);
    await hub.turn();
  }
  assert.deepEqual(reported.messages, ["broken"]);
  assert.deepEqual(ann.outlet.seqs, [1, 2]);
  assert.equal(hub.hub.counts().people, 1);
});

Deno.test("the end of a connection may be told twice; topics and maps are as before", async () => {
  const { store, stage, clock } = set();
  store.join("c", "ann");
  await using hub = stage();
  const [first, second] = [await hub.connect("ann"), await hub.connect("ann")];
  assert.deepEqual(hub.hub.counts(), { connections: 2, people: 1, conversations: 1 });
  for (const seat of [first, first, second, second]) hub.hub.disconnect(seat.connection);
  assert.deepEqual(hub.hub.counts(), { connections: 0, people: 0, conversations: 0 });
  hub.commit("c", [store.append("c")]);
  await hub.turn();
  assert.deepEqual(first.outlet.seqs, []);
  clock.tick(1);
});

Deno.test("a drain tells, closes with 4001, and resolves when the last has gone", async () => {
  const { stage, clock } = set({ drainRetryMs: 700 });
  await using hub = stage();
  const [ann, bob] = [await hub.connect("ann"), await hub.connect("bob")];
  let done = false;
  const drained = hub.hub.drain().then(() => done = true);
  assert.deepEqual(ann.outlet.frames.at(-1), { type: "draining", retry_after_ms: 700 });
  assert.deepEqual([ann, bob].map((seat) => seat.outlet.closed), [CLOSE.draining.code, CLOSE.draining.code]);
  hub.hub.disconnect(ann.connection);
  clock.tick(50);
  await settle();
  assert.equal(done, false);
  hub.hub.disconnect(bob.connection);
  clock.tick(50);
  await drained;
});

Deno.test("a connection that cannot be closed holds no drain up", async () => {
  const { stage, clock } = set();
  await using hub = stage();
  const [ann, bob] = [await hub.connect("ann"), await hub.connect("bob")];
  ann.outlet.close = () => {
    throw new Error("broken");
  };
  using reported = collectReported();
  const drained = hub.hub.drain();
  assert.equal(bob.outlet.closed, CLOSE.draining.code);
  assert.deepEqual(reported.messages, ["broken"]);
  for (const { connection } of [ann, bob]) hub.hub.disconnect(connection);
  clock.tick(50);
  await drained;
});

Deno.test("malformed words of another instance are dropped and stop nothing", async () => {
  const { store, stage, broker } = set();
  store.join("c", "ann");
  await using hub = stage();
  const ann = await hub.connect("ann");
  for (const payload of ["", "x", "x facts\n{}", "x facts\nnull\n{}", "x state", "x control\n[]", "x what\n{}"]) {
    for (const topic of ["c:c", "u:ann", "all"]) broker.publish(topic, payload);
  }
  await settle();
  hub.commit("c", [store.append("c")]);
  await hub.turn();
  assert.deepEqual(ann.outlet.seqs, [1]);
});
