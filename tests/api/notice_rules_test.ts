import assert from "node:assert/strict";
import { listConversations } from "@/lib/chat/conversation_list.ts";
import { leaveGroup } from "@/lib/chat/groups/membership.ts";
import { updateGroup } from "@/lib/chat/groups/update_group.ts";
import { sendNotice } from "@/lib/chat/notices.ts";
import { readFacts } from "@/lib/chat/read_facts.ts";
import { timelinePage } from "@/lib/chat/timeline.ts";
import { codeOf } from "./code_of.ts";
import { openChat } from "./open_chat.ts";

Deno.test("a notice reaches everyone who is active, as an unread message in a conversation that nobody owns", async () => {
  await using chat = await openChat();
  const { deps, db, say, heard } = chat;
  const [root, ann, bob, gone] = await chat.people("root", "ann", "bob", "gone");
  const admin = { ...root, isAdmin: true };
  await db.sql`update users set is_active = false where id = ${gone.id}`;

  assert.equal(await codeOf(sendNotice(deps, ann, "mine")), "forbidden");
  const first = await sendNotice(deps, admin, "Maintenance at noon");
  const [announced] = heard.facts;
  assert.deepEqual(announced?.joined?.toSorted(), [root.id, ann.id, bob.id].toSorted());
  const [row] = await listConversations(deps, ann.id);
  assert.deepEqual([row?.id, row?.name, row?.unread, row?.read_only, row?.last_message?.content], [
    first.conversation_id,
    "Notices",
    1,
    true,
    "Maintenance at noon",
  ]);
  const replayed = (await readFacts(db, new Map([[first.conversation_id, 0]]), 10)).get(first.conversation_id);
  assert.deepEqual(replayed?.facts, announced?.facts);

  assert.equal(await codeOf(say(ann, { groupId: first.conversation_id }, "reply")), "read_only");
  assert.equal(await codeOf(updateGroup(deps, ann, first.conversation_id, { name: "Mine" })), "forbidden");
  assert.equal(await codeOf(leaveGroup(deps, bob, first.conversation_id)), "done");
  const [dee] = await chat.people("dee");
  const second = await sendNotice(deps, admin, "Done");
  assert.equal(second.conversation_id, first.conversation_id);
  assert.deepEqual(heard.facts.at(-1)?.joined?.toSorted(), [bob.id, dee.id].toSorted());
  assert.equal((await listConversations(deps, dee.id))[0]?.unread, 1);
  assert.equal((await timelinePage(deps, dee.id, second.conversation_id)).messages.length, 3);
  for (const bad of ["", "  ", "a\0"]) assert.equal(await codeOf(sendNotice(deps, admin, bad)), "invalid");
});
