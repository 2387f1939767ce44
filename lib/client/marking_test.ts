import assert from "node:assert/strict";
import { Marking } from "./marking.ts";
import { FakeClock } from "./testing/fake_clock.ts";

function setUp() {
  const clock = new FakeClock();
  const sent: string[] = [];
  const link = { up: true };
  const marking = new Marking(clock, (kind, id, seq) => link.up && sent.push(`${kind} ${id} ${seq}`) > 0);
  return { clock, sent, link, marking };
}

Deno.test("marks are gathered, and only rise", () => {
  const { clock, sent, marking } = setUp();
  for (const seq of [3, 5, 4]) marking.mark("delivered", "a", seq);
  clock.tick(1_000);
  marking.mark("delivered", "a", 5);
  clock.tick(1_000);
  assert.deepEqual(sent, ["delivered a 5"]);
});

Deno.test("what is read need not be called delivered as well", () => {
  const { clock, sent, marking } = setUp();
  marking.mark("delivered", "a", 5);
  marking.mark("read", "a", 5);
  clock.tick(1_000);
  marking.mark("delivered", "a", 6);
  clock.tick(1_000);
  assert.deepEqual(sent, ["read a 5", "delivered a 6"]);
});

Deno.test("many conversations are told a few at a time", () => {
  const { clock, sent, marking } = setUp();
  for (let index = 0; index < 10; index++) marking.mark("delivered", `c${index}`, 1);
  clock.tick(400);
  assert.equal(sent.length, 3);
  clock.tick(10_000);
  assert.equal(sent.length, 10);
  assert.equal(clock.pending, 0);
});

Deno.test("what could not be told waits for the link", () => {
  const { clock, sent, link, marking } = setUp();
  link.up = false;
  marking.mark("read", "a", 5);
  clock.tick(10_000);
  assert.deepEqual(sent, []);
  link.up = true;
  marking.flush();
  assert.deepEqual(sent, ["read a 5"]);
});
