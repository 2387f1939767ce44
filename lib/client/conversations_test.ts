import assert from "node:assert/strict";
import { Conversations } from "./conversations.ts";
import { FakeClock } from "./testing/fake_clock.ts";
import { ME, messageFact, row } from "./testing/facts.ts";

function setUp() {
  const clock = new FakeClock();
  const conversations = new Conversations({ clock, me: ME, refetch: () => {} });
  conversations.load([
    row("a", { last_activity: "2025-11-22T08:00:00.000Z" }),
    row("b", { last_activity: "2025-11-22T07:00:00.000Z" }),
    row("c", { last_activity: "2025-11-22T06:00:00.000Z" }),
  ]);
  const say = (id: string, seq: number) => conversations.apply(id, [messageFact(seq, { conversation_id: id })]);
  return { clock, conversations, say, order: () => conversations.rows.map(({ id }) => id).join("") };
}

Deno.test("rows stand in order of activity", () => {
  const { say, order } = setUp();
  assert.equal(order(), "abc");
  say("c", 1);
  assert.equal(order(), "cab");
});

Deno.test("while somebody is about to choose, rows change in place; they move a moment after", () => {
  const { conversations, say, order, clock } = setUp();
  conversations.hold("pointer");
  conversations.hold("focus");
  say("c", 1);
  assert.deepEqual([order(), conversations.get("c")?.unread], ["abc", 1]);
  conversations.release("pointer");
  clock.tick(10_000);
  assert.equal(order(), "abc");
  conversations.release("focus");
  clock.tick(599);
  assert.equal(order(), "abc");
  clock.tick(1);
  assert.equal(order(), "cab");
});

Deno.test("a new conversation comes last while the order is held", () => {
  const { conversations, order } = setUp();
  conversations.hold("pointer");
  conversations.put(row("d", { last_activity: "2025-11-22T09:00:00.000Z" }));
  assert.equal(order(), "abcd");
});

Deno.test("a row from the server does not undo newer facts, nor what was read here", () => {
  const { conversations, say } = setUp();
  say("a", 1);
  say("a", 2);
  conversations.put(row("a", { last_seq: 1, unread: 1 }));
  assert.equal(conversations.get("a")?.last_seq, 2);
  conversations.markRead("a", 2);
  conversations.put(row("a", { last_seq: 2, unread: 2 }));
  assert.deepEqual([conversations.get("a")?.unread, conversations.get("a")?.last_read_seq], [0, 2]);
});

Deno.test("the same fact twice counts once", () => {
  const { conversations, say } = setUp();
  say("a", 1);
  say("a", 1);
  assert.equal(conversations.get("a")?.unread, 1);
});
