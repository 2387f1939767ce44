import assert from "node:assert/strict";
import { newDraft } from "@/lib/chat/check_draft.ts";
import { createGroup } from "@/lib/chat/groups/create_group.ts";
import { removeMember } from "@/lib/chat/groups/membership.ts";
import { setAnnouncement, updateGroup } from "@/lib/chat/groups/update_group.ts";
import { listConversations } from "@/lib/chat/conversation_list.ts";
import { sendMessage } from "@/lib/chat/send_message.ts";
import { startDirect } from "@/lib/chat/start_direct.ts";
import { findMessage, timelinePage } from "@/lib/chat/timeline.ts";
import { newId } from "@/lib/ids.ts";
import { until } from "../support/wait.ts";
import { codeOf } from "./code_of.ts";
import { openChat, STORES } from "./open_chat.ts";

for (const store of STORES) {
  Deno.test(`what is sent is stored once, by who may, as it was written, on ${store}`, async (t) => {
    await using chat = await openChat({ store });
    const { deps, db, say } = chat;
    const [ann, bob, cem, dee] = await chat.people("ann", "bob", "cem", "dee");
    const { groupId } = await createGroup(deps, ann, { name: "Harbour", memberIds: [bob.id] });
    const count = async (clientId: string) =>
      (await db.sql`select 1 from messages where client_id = ${clientId}`).length;

    await t.step("a direct chat is made by the first message and is the same from both sides", async () => {
      const first = await say(ann, { to: bob.id }, "hello");
      const second = await say(bob, { to: ann.id }, "hello you");
      assert.equal(second.conversation_id, first.conversation_id);
      assert.deepEqual([first.seq, second.seq], [1, 2]);
      const announced = chat.heard.facts.filter((facts) => facts.conversationId === first.conversation_id);
      assert.deepEqual(announced[0]?.joined?.toSorted(), [ann.id, bob.id].toSorted());
      assert.equal(announced[1]?.joined, undefined);
    });

    await t.step("two people who write to each other at once get one chat", async () => {
      const acks = await Promise.all(
        Array.from(
          { length: 20 },
          (_, i) => i % 2 ? say(cem, { to: dee.id }, `${i}`) : say(dee, { to: cem.id }, `${i}`),
        ),
      );
      assert.equal(new Set(acks.map((ack) => ack.conversation_id)).size, 1);
      assert.deepEqual(
        acks.map((ack) => ack.seq).toSorted((a, b) => a - b),
        Array.from({ length: 20 }, (_, i) => i + 1),
      );
    });

    await t.step("fifty sends of one draft at once are one message and one answer", async () => {
      const draft = newDraft({ content: "once", clientId: "same-1" });
      const acks = await Promise.all(Array.from({ length: 50 }, () => sendMessage(deps, ann, { groupId }, draft)));
      assert.equal(new Set(acks.map((ack) => JSON.stringify(ack))).size, 1);
      assert.equal(await count("same-1"), 1);
    });

    await t.step("the first body of a client id wins; in another conversation it is another message", async () => {
      const first = await say(ann, { groupId }, "first body", { clientId: "same-2" });
      const before = chat.heard.facts.length;
      const again = await say(ann, { groupId }, "second body", { clientId: "same-2" });
      assert.deepEqual(again, first);
      assert.equal((await findMessage(deps, ann.id, first.id)).content, "first body");
      const announced = await until(
        () => chat.heard.facts.slice(before).find(({ facts }) => facts[0]?.seq === first.seq),
        "the repeat is announced again",
      );
      assert.equal((announced.facts[0]?.frame as { content?: string }).content, "first body");
      const elsewhere = await say(ann, { to: bob.id }, "elsewhere", { clientId: "same-2" });
      assert.notEqual(elsewhere.id, first.id);
      const byBob = await say(bob, { groupId }, "mine", { clientId: "same-2" });
      assert.notEqual(byBob.id, first.id);
    });

    await t.step("who does not exist, is deactivated or blocks me gives one and the same refusal", async () => {
      const [eve, fay] = await chat.people("eve", "fay");
      assert.equal(await codeOf(say(ann, { to: eve.id }, "before")), "done");
      await db.sql`insert into blocks (blocker_id, blocked_id) values (${eve.id}, ${ann.id})`;
      await db.sql`update users set is_active = false where id = ${fay.id}`;
      for (const to of [newId(), "no-id", eve.id, fay.id]) {
        await assert.rejects(say(ann, { to }, "x"), { code: "user_not_found", message: "User not found" }, to);
      }
      assert.equal(await codeOf(startDirect(deps, ann, fay.id)), "user_not_found");
      assert.equal(await codeOf(say(eve, { to: bob.id }, "eve herself may write")), "done");
    });

    await t.step("outsiders get what a random id gets", async () => {
      assert.equal(await codeOf(say(bob, { groupId }, "a member may")), "done");
      assert.equal(await codeOf(say(cem, { groupId }, "x")), "not_member");
      assert.equal(await codeOf(say(cem, { groupId: newId() }, "x")), "not_member");
      assert.equal(await codeOf(say(cem, { conversationId: groupId }, "x")), "not_found");
      assert.equal(await codeOf(say(cem, { conversationId: newId() }, "x")), "not_found");
      const { conversation_id } = await say(ann, { to: bob.id }, "x");
      assert.equal(await codeOf(say(cem, { conversationId: conversation_id }, "x")), "not_found");
      assert.equal(await codeOf(say(ann, { groupId: conversation_id }, "a direct chat is no group")), "not_member");
    });

    await t.step("a repeat is answered even after the author has been removed", async () => {
      const kept = await say(bob, { groupId }, "kept", { clientId: "kept-1" });
      await removeMember(deps, ann, groupId, bob.id);
      assert.equal(await codeOf(say(bob, { groupId }, "new")), "not_member");
      assert.deepEqual(await say(bob, { groupId }, "kept", { clientId: "kept-1" }), kept);
    });

    await t.step("notes to oneself have one member and nobody else's receipts", async () => {
      const note = await say(ann, { to: ann.id }, "milk");
      const [message] = (await timelinePage(deps, ann.id, note.conversation_id)).messages;
      assert.ok(message && "id" in message);
      assert.deepEqual([message.receiver_id, message.status, message.is_read], [ann.id, "sent", false]);
      const listed = (await listConversations(deps, ann.id)).find((row) => row.id === note.conversation_id);
      assert.deepEqual([listed?.peer?.id, listed?.member_count, listed?.unread], [ann.id, 1, 0]);
    });

    await t.step("a chat that nobody wrote in stands in the list of who opened it alone", async () => {
      const [gus, hal] = await chat.people("gus", "hal");
      const { conversationId } = await startDirect(deps, gus, hal.id);
      assert.deepEqual((await startDirect(deps, hal, gus.id)).conversationId, conversationId);
      assert.deepEqual((await listConversations(deps, gus.id)).map((row) => row.id), [conversationId]);
      assert.deepEqual(await listConversations(deps, hal.id), []);
      await say(gus, { to: hal.id }, "hi");
      assert.deepEqual((await listConversations(deps, hal.id)).map((row) => row.id), [conversationId]);
    });

    await t.step("in a read-only group members listen, and the owner writes", async () => {
      const { groupId: quiet } = await createGroup(deps, ann, { name: "News", memberIds: [cem.id] });
      assert.equal(await codeOf(say(cem, { groupId: quiet }, "may still")), "done");
      await updateGroup(deps, ann, quiet, { readOnly: true });
      assert.equal(await codeOf(say(cem, { groupId: quiet }, "x")), "read_only");
      assert.equal(await codeOf(say(ann, { groupId: quiet }, "news")), "done");
      await setAnnouncement(deps, ann, quiet, "Read this");
    });

    await t.step("a mention counts for members of the conversation only", async () => {
      const { groupId: pub } = await createGroup(deps, ann, { name: "Pub", memberIds: [bob.id] });
      const { id } = await say(ann, { groupId: pub }, "ask @Bob, @cem and @ann. not x@bob");
      assert.deepEqual((await findMessage(deps, ann.id, id)).data.mentions?.toSorted(), [ann.id, bob.id].toSorted());
      const row = (await listConversations(deps, bob.id)).find(({ id }) => id === pub);
      assert.deepEqual([row?.unread, row?.mentions], [1, 1]);
      const unspaced = await say(ann, { groupId: pub }, "@bob看看");
      assert.deepEqual((await findMessage(deps, ann.id, unspaced.id)).data.mentions, [bob.id]);
    });

    await t.step("a reply quotes a message of the same conversation, and no other", async () => {
      const { groupId: talk } = await createGroup(deps, ann, { name: "Talk", memberIds: [bob.id] });
      const asked = await say(ann, { groupId: talk }, "shall we?");
      const reply = await say(bob, { groupId: talk }, "yes", { replyTo: asked.id });
      const { reply_to } = await findMessage(deps, ann.id, reply.id);
      assert.deepEqual([reply_to?.id, reply_to?.seq, reply_to?.sender_id, reply_to?.content], [
        asked.id,
        asked.seq,
        ann.id,
        "shall we?",
      ]);
      for (const replyTo of [newId(), "x"]) {
        assert.equal(await codeOf(say(bob, { groupId: talk }, "no", { replyTo })), "invalid");
      }
      assert.equal(await codeOf(say(ann, { to: bob.id }, "no", { replyTo: asked.id })), "invalid");
    });

    await t.step("what is stored is what was written, quotes, patterns and markup included", async () => {
      const odd = `'; drop table messages; -- %_\\ "x" {a,b} \r\n<script>alert(1)</script> \u2028 𝔘 \u202e`;
      const { id } = await say(ann, { to: cem.id }, odd);
      assert.equal((await findMessage(deps, cem.id, id)).content, odd.replace("\r\n", "\n"));
    });
  });
}
