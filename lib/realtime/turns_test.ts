import assert from "node:assert/strict";
import { MemoryBroker } from "@/lib/broker/memory_broker.ts";
import { FakeClock } from "@/lib/client/testing/fake_clock.ts";
import { FakeStore } from "./testing/fake_store.ts";
import { type Seat, Stage } from "./testing/stage.ts";

const SEND_MS = 5;

/** A hub for which each frame is five milliseconds of work. */
function busyHub() {
  const clock = new FakeClock();
  const store = new FakeStore();
  const seats: Seat[] = [];
  const hub = new Stage({
    clock,
    store,
    broker: new MemoryBroker(),
    workClock: () => clock.now() + SEND_MS * seats.reduce((sum, seat) => sum + seat.outlet.sent.length, 0),
  });
  const connect = async (userId: string) => {
    const seat = await hub.connect(userId);
    clock.tick(1_000);
    await hub.turn();
    seats.push(seat);
    return seat;
  };
  const commit = async (conversation: string, count = 1) => {
    hub.commit(conversation, Array.from({ length: count }, () => store.append(conversation)));
    await hub.turn();
  };
  const pass = async (ms: number) => {
    clock.tick(ms);
    await hub.turn();
  };
  return { hub, store, connect, commit, pass };
}

Deno.test("while sending takes long, what a room has to say is gathered for a moment, and other rooms do not wait for it", async () => {
  const { hub, store, connect, commit, pass } = busyHub();
  await using _ = hub;
  store.join("c", "ann");
  store.join("d", "bob");
  const [ann, bob] = [await connect("ann"), await connect("bob")];
  const frames = ann.outlet.sent.length;
  await commit("c");
  assert.equal(ann.outlet.sent.length, frames + 1, "the first leaves at once");
  await commit("c");
  await commit("c");
  assert.equal(ann.outlet.sent.length, frames + 1);
  const heard = bob.outlet.seqs.length;
  await commit("d");
  assert.equal(bob.outlet.seqs.length, heard + 1);
  await pass(30);
  assert.equal(ann.outlet.sent.length, frames + 2, "those that came meanwhile share a frame");
  assert.deepEqual(ann.outlet.seqs, [1, 2, 3]);
  await pass(1_000);
  await commit("c");
  assert.deepEqual(ann.outlet.seqs, [1, 2, 3, 4], "after a quiet while nothing is gathered");
});

Deno.test("a room whose frames are full hardly rests", async () => {
  const { hub, store, connect, commit, pass } = busyHub();
  await using _ = hub;
  store.join("c", "ann");
  const ann = await connect("ann");
  await commit("c", 50);
  await commit("c");
  await pass(2);
  assert.equal(ann.outlet.seqs.length, 51);
});

Deno.test("who leaves is served at once, whatever rests", async () => {
  const { hub, store, connect, commit, pass } = busyHub();
  await using _ = hub;
  store.join("c", "ann");
  const ann = await connect("ann");
  await commit("c");
  await commit("c");
  assert.deepEqual(ann.outlet.seqs, [1]);
  const drained = hub.hub.drain();
  assert.deepEqual(ann.outlet.seqs, [1, 2]);
  hub.hub.disconnect(ann.connection);
  await pass(1_000);
  await drained;
});
