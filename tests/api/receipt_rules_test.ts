import assert from "node:assert/strict";
import fc from "fast-check";
import { conversationDetails } from "@/lib/chat/conversation_details.ts";
import { listConversations } from "@/lib/chat/conversation_list.ts";
import type { Actor } from "@/lib/chat/deps.ts";
import { createGroup } from "@/lib/chat/groups/create_group.ts";
import { removeMember } from "@/lib/chat/groups/membership.ts";
import { listReaders } from "@/lib/chat/list_readers.ts";
import { markDelivered } from "@/lib/chat/mark_delivered.ts";
import { markRead } from "@/lib/chat/mark_read.ts";
import { recallMessage } from "@/lib/chat/recall_message.ts";
import { flushReceipts } from "@/lib/chat/receipts.ts";
import { findMessage } from "@/lib/chat/timeline.ts";
import { announceTyping } from "@/lib/chat/typing.ts";
import { newId } from "@/lib/ids.ts";
import { until } from "../support/wait.ts";
import { codeOf } from "./code_of.ts";
import { openChat, STORES } from "./open_chat.ts";

for (const store of STORES) {
  Deno.test(`marks only rise, authors are told, and nobody else, on ${store}`, async (t) => {
    await using chat = await openChat({ store });
    const { deps, db, say, heard } = chat;
    const [ann, bob, cem, outsider] = await chat.people("ann", "bob", "cem", "outsider");
    const told = (person: Actor, type: string) =>
      heard.userStates.filter(({ userId, frame }) => userId === person.id && frame.type === type).map(({ frame }) =>
        frame
      );
    const forget = async () => {
      await flushReceipts(deps);
      heard.userStates.length = 0;
    };
    const marksOf = async (actor: Actor, conversationId: string) => {
      const [row] = await db.sql<{ read: number; delivered: number }[]>`
        select last_read_seq as read, last_delivered_seq as delivered from members
        where conversation_id = ${conversationId} and user_id = ${actor.id}`;
      return [row?.read, row?.delivered];
    };

    await t.step("a message is sent, then delivered, then read; the author hears of each", async () => {
      const sent = await say(ann, { to: bob.id }, "hello");
      const statusOf = async () => {
        const { status, is_read, read_at } = await findMessage(deps, ann.id, sent.id);
        return [status, is_read, read_at !== null];
      };
      assert.deepEqual(await statusOf(), ["sent", false, false]);
      await markDelivered(deps, bob, { conversationId: sent.conversation_id, seq: sent.seq });
      assert.deepEqual(await statusOf(), ["delivered", false, false]);
      await until(() => told(ann, "delivered").length > 0, "the author hears of the delivery");
      await markRead(deps, bob, { messageId: sent.id });
      assert.deepEqual(await statusOf(), ["read", true, true]);
      const read = await until(() => told(ann, "read")[0], "the author hears of the reading");
      assert.deepEqual(read, {
        type: "read",
        conversation_id: sent.conversation_id,
        from: bob.id,
        seq: sent.seq,
        content: sent.id,
      });
      assert.deepEqual(
        told(bob, "read").map((frame) => "content" in frame && frame.content),
        [""],
        "his other devices too",
      );
      await forget();
    });

    await t.step("what one's own mark covers is told to nobody but one's own devices", async () => {
      const note = await say(ann, { to: ann.id }, "note");
      await markRead(deps, ann, { messageId: note.id });
      await flushReceipts(deps);
      assert.deepEqual(told(ann, "read").length, 1);
      await forget();
    });

    await t.step("shuffled, repeated and exaggerated marks only rise, never beyond the head", async () => {
      const { groupId } = await createGroup(deps, ann, { name: "Marks", memberIds: [bob.id] });
      for (let i = 0; i < 9; i++) await say(ann, { groupId }, `${i}`);
      let highest = 0;
      let delivered = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ kind: fc.constantFrom("read", "delivered"), seq: fc.integer({ min: 0, max: 14 }) }), {
            minLength: 1,
            maxLength: 6,
          }),
          async (marks) => {
            await Promise.all(
              marks.map(({ kind, seq }) =>
                (kind === "read" ? markRead : markDelivered)(deps, bob, { conversationId: groupId, seq })
              ),
            );
            for (const { kind, seq } of marks) {
              if (kind === "read") highest = Math.max(highest, Math.min(seq, 10));
              delivered = Math.max(delivered, highest, Math.min(seq, 10));
            }
            assert.deepEqual(await marksOf(bob, groupId), [highest, delivered]);
            const row = (await listConversations(deps, bob.id)).find(({ id }) => id === groupId);
            assert.equal(row?.unread, Math.min(9, 10 - highest), "unread is a recount");
          },
        ),
        { numRuns: 12 },
      );
      await forget();
    });

    await t.step("in a group a message is read once all others have read it", async () => {
      const { groupId } = await createGroup(deps, ann, { name: "Three", memberIds: [bob.id, cem.id] });
      const { id, seq } = await say(ann, { groupId }, "x");
      const look = async () => {
        const { status, is_read, read_at } = await findMessage(deps, ann.id, id);
        return [status, is_read, read_at];
      };
      await markRead(deps, bob, { messageId: id });
      assert.deepEqual(await look(), ["sent", true, null]);
      await markDelivered(deps, cem, { conversationId: groupId, seq });
      assert.deepEqual(await look(), ["delivered", true, null]);
      const readers = await listReaders(deps, ann.id, id);
      assert.deepEqual(readers.read.map((person) => person.username), ["bob"]);
      assert.deepEqual(readers.delivered.map((person) => person.username), ["cem"]);
      assert.deepEqual([readers.read_count, readers.delivered_count, readers.total], [1, 2, 2]);
      await markRead(deps, cem, { messageId: id });
      assert.deepEqual(await look(), ["read", true, null]);
      const details = await conversationDetails(deps, ann.id, groupId);
      assert.deepEqual(details.members.map((member) => member.last_read_seq), [0, seq, seq]);
      assert.equal(await codeOf(listReaders(deps, outsider.id, id)), "message_not_found");
      await forget();
    });

    await t.step("readers of one moment are gathered into one frame for each author", async () => {
      const { groupId } = await createGroup(deps, ann, { name: "Gather", memberIds: [bob.id, cem.id] });
      const mine = await say(ann, { groupId }, "mine");
      const his = await say(bob, { groupId }, "his");
      await forget();
      await Promise.all([bob, cem].map((actor) => markRead(deps, actor, { conversationId: groupId, seq: his.seq })));
      await flushReceipts(deps);
      const [toAnn] = told(ann, "read");
      assert.ok(toAnn?.type === "read");
      assert.deepEqual([toAnn.content, toAnn.seq, toAnn.readers?.toSorted()], [
        mine.id,
        his.seq,
        [bob.id, cem.id].toSorted(),
      ]);
      const toBob = told(bob, "read").filter((frame) => frame.type === "read" && frame.content !== "");
      assert.deepEqual(toBob.map((frame) => frame.type === "read" && [frame.from, frame.content]), [[cem.id, his.id]]);
      await forget();
    });

    await t.step("in a large group nothing is pushed to authors; they fetch it", async () => {
      const few = { ...deps, limits: { ...deps.limits, receiptPushMembers: 2 } };
      await using small = await openChat({ limits: few.limits });
      const [one, two, three] = await small.people("one", "two", "three");
      const { groupId } = await createGroup(small.deps, one, { name: "Large", memberIds: [two.id, three.id] });
      const { id } = await small.say(one, { groupId }, "x");
      await markRead(small.deps, two, { messageId: id });
      await flushReceipts(small.deps);
      assert.deepEqual(small.heard.userStates.map(({ userId }) => userId), [two.id]);
      assert.equal((await listReaders(small.deps, one.id, id)).read_count, 1);
    });

    await t.step("who is outside moves no mark and learns nothing", async () => {
      const { groupId } = await createGroup(deps, ann, { name: "Inside", memberIds: [bob.id] });
      const { id, seq } = await say(ann, { groupId }, "x");
      for (const conversationId of [groupId, newId(), "x"]) {
        for (const mark of [markRead, markDelivered]) {
          assert.equal(await codeOf(mark(deps, outsider, { conversationId, seq })), "not_found");
        }
      }
      for (const messageId of [id, newId(), "x"]) {
        assert.equal(await codeOf(markRead(deps, outsider, { messageId })), "message_not_found");
      }
      assert.equal(await codeOf(markRead(deps, bob, { conversationId: groupId, seq: -1 })), "invalid");
      await removeMember(deps, ann, groupId, bob.id);
      assert.equal(await codeOf(markRead(deps, bob, { conversationId: groupId, seq })), "not_found");
      await forget();
    });

    await t.step("between two people of whom one blocks the other, neither reading nor typing is told", async () => {
      const [eve, fay] = await chat.people("eve", "fay");
      const typing = (from: Actor, to: Actor) => announceTyping(deps, from, { to: to.id, groupId: null });
      const first = await say(eve, { to: fay.id }, "first");
      await markRead(deps, fay, { messageId: first.id });
      await flushReceipts(deps);
      assert.equal(told(eve, "read").length, 1);
      await typing(fay, eve);
      assert.equal(heard.conversationStates.length, 1);
      const second = await say(eve, { to: fay.id }, "second");
      await db.sql`insert into blocks (blocker_id, blocked_id) values (${fay.id}, ${eve.id})`;
      await forget();
      heard.conversationStates.length = 0;
      await markRead(deps, fay, { messageId: second.id });
      await flushReceipts(deps);
      assert.equal(told(eve, "read").length, 0);
      for (const [from, to] of [[eve, fay], [fay, eve]] as const) await typing(from, to);
      assert.equal(heard.conversationStates.length, 0);
      await forget();
    });

    await t.step("typing reaches the others of a conversation, by members only", async () => {
      const { groupId } = await createGroup(deps, ann, { name: "Typing", memberIds: [bob.id] });
      heard.conversationStates.length = 0;
      await announceTyping(deps, ann, { to: null, groupId });
      assert.deepEqual(heard.conversationStates, [{
        conversationId: groupId,
        frame: {
          type: "typing",
          conversation_id: groupId,
          from: ann.id,
          group_id: groupId,
          content: { username: "ann" },
        },
        except: ann.id,
      }]);
      for (const groupId of [newId(), "x"]) {
        assert.equal(await codeOf(announceTyping(deps, ann, { to: null, groupId })), "not_member");
      }
      assert.equal(await codeOf(announceTyping(deps, outsider, { to: null, groupId })), "not_member");
      assert.equal(
        await codeOf(announceTyping(deps, outsider, { to: ann.id, groupId: null })),
        "done",
        "nobody to tell",
      );
      assert.equal(heard.conversationStates.length, 1);
    });

    await t.step("unread leaves out my own, the system's and recalled messages, and stops at a hundred", async () => {
      const { groupId } = await createGroup(deps, ann, { name: "Unread", memberIds: [bob.id] });
      const unread = async () => (await listConversations(deps, bob.id)).find(({ id }) => id === groupId)?.unread;
      assert.equal(await unread(), 0);
      const first = await say(ann, { groupId }, "1");
      await say(bob, { groupId }, "mine");
      assert.equal(await unread(), 1);
      await recallMessage(deps, ann, first.id);
      assert.equal(await unread(), 0);
      await Promise.all(Array.from({ length: 120 }, (_, i) => say(ann, { groupId }, `${i}`)));
      assert.equal(await unread(), 100);
      await markRead(deps, bob, { conversationId: groupId, seq: 1_000_000 });
      assert.equal(await unread(), 0);
    });
  });
}
