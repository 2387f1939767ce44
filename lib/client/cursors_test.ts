import assert from "node:assert/strict";
import type { FactFrame } from "@/lib/protocol/frames.ts";
import { Cursors } from "./cursors.ts";
import { FakeClock } from "./testing/fake_clock.ts";
import { CONVERSATION, messageFact } from "./testing/facts.ts";

function setUp() {
  const clock = new FakeClock();
  const delivered: number[] = [];
  const fills: number[] = [];
  const unknown: string[] = [];
  const cursors = new Cursors({
    clock,
    deliver: (_, facts: readonly FactFrame[]) => delivered.push(...facts.map((fact) => fact.seq)),
    fill: (_, cursor) => fills.push(cursor),
    unknown: (id) => unknown.push(id),
  });
  return { clock, cursors, delivered, fills, unknown };
}

Deno.test("facts are delivered in order and once, whatever order they come in", () => {
  const { cursors, delivered, fills, clock } = setUp();
  cursors.start(CONVERSATION, 4);
  for (const seq of [3, 5, 7, 5, 6, 7, 4, 8]) cursors.offer(messageFact(seq));
  clock.tick(60_000);
  assert.deepEqual(delivered, [5, 6, 7, 8]);
  assert.deepEqual(fills, []);
  assert.equal(cursors.all().get(CONVERSATION), 8);
});

Deno.test("a hole is waited for, then asked for, and asked for again while it stays", () => {
  const { cursors, delivered, fills, clock } = setUp();
  cursors.start(CONVERSATION, 1);
  cursors.offer(messageFact(3));
  clock.tick(299);
  assert.deepEqual(fills, []);
  clock.tick(1);
  assert.deepEqual(fills, [1]);
  clock.tick(2_000);
  assert.deepEqual(fills, [1, 1]);
  cursors.offer(messageFact(2));
  clock.tick(60_000);
  assert.deepEqual(delivered, [2, 3]);
  assert.deepEqual(fills, [1, 1]);
  assert.equal(clock.pending, 0);
});

Deno.test("a head beyond what I have is a hole too", () => {
  const { cursors, fills, clock } = setUp();
  cursors.start(CONVERSATION, 1);
  cursors.heads({ [CONVERSATION]: 1 });
  clock.tick(1_000);
  assert.deepEqual(fills, []);
  cursors.heads({ [CONVERSATION]: 2 });
  clock.tick(300);
  assert.deepEqual(fills, [1]);
});

Deno.test("facts of an unknown conversation wait until it is loaded", () => {
  const { cursors, delivered, unknown } = setUp();
  cursors.offer(messageFact(2));
  cursors.offer(messageFact(3));
  assert.deepEqual(unknown, [CONVERSATION]);
  assert.equal(cursors.all().size, 0);
  cursors.start(CONVERSATION, 2);
  assert.deepEqual(delivered, [3]);
});

Deno.test("a conversation that was dropped can come back", () => {
  const { cursors, delivered, unknown } = setUp();
  cursors.start(CONVERSATION, 5);
  cursors.drop(CONVERSATION);
  cursors.offer(messageFact(8));
  assert.deepEqual(unknown, [CONVERSATION]);
  cursors.start(CONVERSATION, 7);
  assert.deepEqual(delivered, [8]);
});

Deno.test("a cursor never moves back", () => {
  const { cursors, delivered } = setUp();
  cursors.start(CONVERSATION, 5);
  cursors.start(CONVERSATION, 3);
  cursors.offer(messageFact(5));
  assert.deepEqual(delivered, []);
});

Deno.test("a lost connection stops the waiting; the resume brings what was held", () => {
  const { cursors, delivered, fills, clock } = setUp();
  cursors.start(CONVERSATION, 1);
  cursors.offer(messageFact(3));
  cursors.pause();
  clock.tick(60_000);
  assert.deepEqual(fills, []);
  for (const seq of [2, 3]) cursors.offer(messageFact(seq));
  assert.deepEqual(delivered, [2, 3]);
});
