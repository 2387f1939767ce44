import assert from "node:assert/strict";
import { type MessageFact, messageFrame } from "./frames.ts";

const fact: MessageFact = {
  conversationId: "c",
  kind: "group",
  directKey: null,
  id: "m",
  seq: 7,
  authorId: "ann",
  authorName: "Ann",
  clientId: "k",
  type: "text",
  content: "hello",
  data: {},
  quote: null,
  createdAt: new Date("2026-01-02T03:04:05.678Z"),
};

Deno.test("a group's message names the group, a direct one the other person", () => {
  assert.deepEqual(messageFrame(fact), {
    type: "group",
    id: "m",
    seq: 7,
    conversation_id: "c",
    from: "ann",
    from_name: "Ann",
    group_id: "c",
    content: "hello",
    message_type: "text",
    created_at: "2026-01-02T03:04:05.678Z",
    client_id: "k",
  });
  const direct = messageFrame({ ...fact, kind: "direct", directKey: "ann:bob" });
  assert.ok(direct.type === "private");
  assert.deepEqual([direct.to, direct.group_id], ["bob", undefined]);
  const note = messageFrame({ ...fact, kind: "direct", directKey: "ann:ann" });
  assert.ok(note.type === "private");
  assert.equal(note.to, "ann");
});

Deno.test("a change of members is the contract's frame, every other change of a group is group_updated", () => {
  const system = (action: "group_member_joined" | "group_member_left" | "group_role_changed") =>
    messageFrame({ ...fact, type: "system", data: { system: { action, user_id: "bob", role: "admin" } } });
  const joined = system("group_member_joined");
  assert.ok(joined.type === "group_member_added");
  assert.deepEqual(joined.content, { group_id: "c", user_id: "bob", role: "admin" });
  const left = system("group_member_left");
  assert.ok(left.type === "group_member_left");
  assert.deepEqual(left.content, { group_id: "c", user_id: "bob" });
  assert.equal(system("group_role_changed").type, "group_updated");
});
