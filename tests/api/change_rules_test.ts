import assert from "node:assert/strict";
import { announceCommitted } from "@/lib/chat/announce.ts";
import { listConversations } from "@/lib/chat/conversation_list.ts";
import type { Actor } from "@/lib/chat/deps.ts";
import { editMessage } from "@/lib/chat/edit_message.ts";
import { createGroup } from "@/lib/chat/groups/create_group.ts";
import { addMember, changeRole, leaveGroup } from "@/lib/chat/groups/membership.ts";
import { archiveGroup, setAnnouncement, updateGroup } from "@/lib/chat/groups/update_group.ts";
import { hideMessage } from "@/lib/chat/hide_message.ts";
import { reactToMessage } from "@/lib/chat/react_to_message.ts";
import { readFacts } from "@/lib/chat/read_facts.ts";
import type { Fact } from "@/lib/chat/ports.ts";
import { recallMessage } from "@/lib/chat/recall_message.ts";
import { findMessage, timelinePage } from "@/lib/chat/timeline.ts";
import { newId } from "@/lib/ids.ts";
import { Timeline } from "@/lib/client/timeline.ts";
import type { MessageJson } from "@/lib/protocol/messages.ts";
import { codeOf } from "./code_of.ts";
import { type OpenChat, openChat, STORES } from "./open_chat.ts";

for (const store of STORES) {
  Deno.test(`messages change by who may, and a change is a fact that replays as it was, on ${store}`, async (t) => {
    await using chat = await openChat({ store, limits: { editWindowMs: 60_000 } });
    const { deps, db, say } = chat;
    const [ann, bob, cem, dee] = await chat.people("ann", "bob", "cem", "dee");
    const group = async (name: string) => (await createGroup(deps, ann, { name, memberIds: [bob.id, cem.id] })).groupId;
    const contentOf = async (actor: Actor, id: string) => (await findMessage(deps, actor.id, id)).content;

    await t.step("only the author edits; what was said before is kept", async () => {
      const groupId = await group("Edit");
      const { id, seq } = await say(bob, { groupId }, "teh @cem");
      for (const other of [ann, cem]) assert.equal(await codeOf(editMessage(deps, other, id, "x")), "cannot_edit");
      for (const outside of [dee]) assert.equal(await codeOf(editMessage(deps, outside, id, "x")), "message_not_found");
      assert.equal(await codeOf(editMessage(deps, bob, newId(), "x")), "message_not_found");
      assert.equal(await codeOf(editMessage(deps, bob, id, "   ")), "invalid");
      const change = await editMessage(deps, bob, id, "the @ann");
      const message = await findMessage(deps, ann.id, id);
      assert.deepEqual([message.content, message.changed_seq, message.seq], ["the @ann", change.seq, seq]);
      assert.ok(message.edited_at);
      assert.deepEqual(message.data.mentions, [ann.id]);
      const kept = await db
        .sql`select previous from message_edits where message_seq = ${seq} and edited_seq = ${change.seq}`;
      assert.equal(kept[0]?.previous, "teh @cem");
      assert.equal((await editMessage(deps, bob, id, "the @ann")).seq, change.seq, "the same again is no new fact");
    });

    await t.step("after the window an edit comes too late", async () => {
      const groupId = await group("Late");
      const { id } = await say(bob, { groupId }, "a");
      assert.equal(await codeOf(editMessage(deps, bob, id, "b")), "done");
      chat.advance(61_000);
      await assert.rejects(editMessage(deps, bob, id, "c"), {
        code: "cannot_edit",
        message: "Not authorized to edit this message",
      });
      chat.advance(-61_000);
    });

    await t.step("a recall takes the content away everywhere, and the number stays", async () => {
      const groupId = await group("Recall");
      const { id, seq } = await say(bob, { groupId }, "secret one");
      await editMessage(deps, bob, id, "secret two");
      await reactToMessage(deps, ann, id, "👍", true);
      const reply = await say(ann, { groupId }, "answer", { replyTo: id });
      assert.equal(await codeOf(recallMessage(deps, cem, id)), "cannot_delete");
      assert.equal(await codeOf(recallMessage(deps, dee, id)), "message_not_found");
      await recallMessage(deps, bob, id);
      assert.equal(await codeOf(recallMessage(deps, bob, id)), "done", "twice is no failure");
      const message = await findMessage(deps, ann.id, id);
      assert.deepEqual([message.content, message.is_deleted, message.reactions, message.seq], ["", true, [], seq]);
      assert.deepEqual((await findMessage(deps, ann.id, reply.id)).reply_to?.content, "");
      const seen = JSON.stringify([
        await timelinePage(deps, ann.id, groupId),
        await listConversations(deps, ann.id),
        [...(await readFacts(db, new Map([[groupId, 0]]), 1_000)).values()],
        await db.sql`select * from messages where conversation_id = ${groupId}`,
        await db.sql`select * from message_edits where conversation_id = ${groupId}`,
        await db.sql`select * from events where conversation_id = ${groupId}`,
      ]);
      assert.doesNotMatch(seen, /secret/);
      assert.equal(await codeOf(editMessage(deps, bob, id, "x")), "message_gone");
      assert.equal(await codeOf(reactToMessage(deps, ann, id, "👍", true)), "message_gone");
    });

    await t.step(
      "owner and admins of a group recall what others wrote, in a direct chat nobody else does",
      async () => {
        const groupId = await group("Moderate");
        await changeRole(deps, ann, groupId, cem.id, "admin");
        const first = await say(bob, { groupId }, "one");
        const second = await say(ann, { groupId }, "two");
        assert.equal(await codeOf(recallMessage(deps, bob, second.id)), "cannot_delete");
        assert.equal(await codeOf(recallMessage(deps, cem, first.id)), "done");
        assert.equal(await codeOf(recallMessage(deps, cem, second.id)), "done");
        const noted = await db.sql`select actor_id, subject, data::text from audit where action = 'message_recalled'`;
        assert.deepEqual(noted.map((row) => [row.actor_id, row.subject]), [[cem.id, first.id], [cem.id, second.id]]);
        const direct = await say(bob, { to: ann.id }, "direct");
        assert.equal(await codeOf(recallMessage(deps, ann, direct.id)), "cannot_delete");
        assert.equal(await codeOf(recallMessage(deps, bob, direct.id)), "done");
      },
    );

    await t.step("with a window set, the author recalls within it, and an admin always", async () => {
      const windowed = { ...deps, limits: { ...deps.limits, recallWindowMs: 60_000 } };
      const groupId = await group("Window");
      const { id } = await say(bob, { groupId }, "a");
      chat.advance(61_000);
      await assert.rejects(recallMessage(windowed, bob, id), {
        code: "cannot_delete",
        message: "Not authorized to delete this message",
      });
      assert.equal(await codeOf(recallMessage(windowed, ann, id)), "done");
      chat.advance(-61_000);
    });

    await t.step("hiding is for me alone and leaves a stub, so that numbers stay dense", async () => {
      const groupId = await group("Hide");
      const { id, seq } = await say(ann, { groupId }, "not for me");
      await reactToMessage(deps, cem, id, "👍", true);
      await say(ann, { groupId }, "after");
      assert.equal(await codeOf(hideMessage(deps, dee, id)), "message_not_found");
      await hideMessage(deps, bob, id);
      await hideMessage(deps, bob, id);
      const mine = await timelinePage(deps, bob.id, groupId);
      assert.deepEqual(mine.messages.find((message) => message.seq === seq), { seq, hidden: true });
      assert.equal(await codeOf(findMessage(deps, bob.id, id)), "message_not_found");
      assert.equal(await contentOf(cem, id), "not for me");
      const facts = (await readFacts(db, new Map([[groupId, 0]]), 1_000, bob.id)).get(groupId)?.facts ?? [];
      assert.deepEqual(facts.map((fact) => fact.seq), [1, 2, 3, 4]);
      assert.deepEqual(facts.filter(({ frame }) => frame.type === "hidden").map((fact) => fact.seq), [2, 3]);
      assert.doesNotMatch(JSON.stringify(facts), /not for me/);
      await hideMessage(deps, bob, (await say(ann, { groupId }, "last")).id);
      const row = (await listConversations(deps, bob.id)).find(({ id }) => id === groupId);
      assert.equal(row?.last_message?.content, "after");
    });

    await t.step("a reaction is one emoji, by a member, once", async () => {
      const groupId = await group("React");
      const { id } = await say(ann, { groupId }, "x");
      await reactToMessage(deps, bob, id, "🌊", true);
      const { seq } = await reactToMessage(deps, bob, id, "👩‍👩‍👧", true);
      assert.equal((await reactToMessage(deps, bob, id, "👩‍👩‍👧", true)).seq, seq);
      await reactToMessage(deps, cem, id, "🌊", true);
      assert.deepEqual((await findMessage(deps, ann.id, id)).reactions, [
        { emoji: "🌊", user_ids: [bob.id, cem.id] },
        { emoji: "👩‍👩‍👧", user_ids: [bob.id] },
      ]);
      await reactToMessage(deps, bob, id, "🌊", false);
      assert.deepEqual((await findMessage(deps, ann.id, id)).reactions[1]?.user_ids ?? [], [cem.id]);
      for (const bad of ["", "x", "👍👍", "<b>", "1", "👍 "]) {
        assert.equal(await codeOf(reactToMessage(deps, bob, id, bad, true)), "invalid", bad);
      }
      assert.equal(await codeOf(reactToMessage(deps, dee, id, "👍", true)), "message_not_found");
    });

    await t.step("nothing about the group itself can be edited, recalled or reacted to", async () => {
      const groupId = await group("System");
      const [created] = (await timelinePage(deps, ann.id, groupId)).messages;
      assert.ok(created && "id" in created);
      assert.equal(created.message_type, "system");
      assert.equal(await codeOf(editMessage(deps, ann, created.id, "x")), "cannot_edit");
      assert.equal(await codeOf(recallMessage(deps, ann, created.id)), "cannot_delete");
      assert.equal(await codeOf(reactToMessage(deps, ann, created.id, "👍", true)), "forbidden");
    });

    await t.step("a replayed fact is the live one, byte for byte, for every verb", async () => {
      const { groupId } = await driveEveryVerb(chat, ann, bob, cem, dee);
      const live = chat.heard.facts.filter((facts) => facts.conversationId === groupId).flatMap(({ facts }) => facts);
      const replayed = (await readFacts(db, new Map([[groupId, 0]]), 1_000)).get(groupId);
      assert.deepEqual(live.map((fact) => fact.seq), Array.from({ length: replayed?.head ?? 0 }, (_, i) => i + 1));
      // What was changed since replays as it is now; everything else is the same text.
      const isSettled = (messageSeq: number, at: number) =>
        !live.some(({ seq, frame }) =>
          seq > at && (frame.type === "edited" || frame.type === "recalled") && frame.message_seq === messageSeq
        );
      const isStill = ({ seq, frame }: Fact) => {
        if ("message_seq" in frame) return frame.type !== "edited" || isSettled(frame.message_seq, seq);
        return isSettled(seq, seq) && !("reply_to" in frame && frame.reply_to && !isSettled(frame.reply_to.seq, seq));
      };
      let same = 0;
      for (const [index, fact] of (replayed?.facts ?? []).entries()) {
        if (!isStill(fact)) continue;
        same++;
        assert.equal(JSON.stringify(fact.frame), JSON.stringify(live[index]?.frame));
      }
      assert.ok(same > 10, `${same} facts compared`);
      const types = new Set(live.map(({ frame }) => frame.type));
      for (
        const type of [
          "group",
          "edited",
          "recalled",
          "reacted",
          "group_updated",
          "group_member_added",
          "group_member_left",
        ]
      ) {
        assert.ok([...types].some((seen) => seen === type), type);
      }
    });

    await t.step("an old page with the facts since is what a new load shows, after every verb", async () => {
      const { groupId, pages } = await driveEveryVerb(chat, ann, bob, cem, dee, async (groupId) => ({
        page: await timelinePage(deps, ann.id, groupId, { limit: 100 }),
      }));
      const { facts = [], head = 0 } = (await readFacts(db, new Map([[groupId, 0]]), 1_000)).get(groupId) ?? {};
      const fresh = shownParts((await timelinePage(deps, ann.id, groupId, { limit: 100 })).messages);
      assert.ok(pages.length > 10);
      for (const { page } of pages) {
        const timeline = new Timeline(groupId, page.as_of);
        assert.ok(timeline.merge(page, { kind: "latest" }));
        timeline.apply(facts.filter((fact) => fact.seq > page.as_of).map((fact) => fact.frame));
        assert.deepEqual(shownParts(timeline.messages), fresh, `from ${page.as_of} to ${head}`);
      }
    });

    await t.step("a conversation's facts after a cursor come whole or not at all", async () => {
      const groupId = await group("Cursor");
      for (let i = 0; i < 5; i++) await say(ann, { groupId }, `${i}`);
      const read = async (cursor: number, limit: number, forUserId?: string) =>
        (await readFacts(db, new Map([[groupId, cursor]]), limit, forUserId ?? null)).get(groupId);
      assert.deepEqual((await read(2, 10))?.facts.map((fact) => fact.seq), [3, 4, 5, 6]);
      assert.deepEqual(await read(2, 3), { kind: "group", facts: [], head: 6, tooMany: true });
      assert.deepEqual(await read(6, 3), { kind: "group", facts: [], head: 6, tooMany: false });
      assert.deepEqual(await read(60, 3), { kind: "group", facts: [], head: 6, tooMany: false });
      assert.equal((await read(0, 10, cem.id))?.facts.length, 6);
      assert.equal(await read(0, 10, dee.id), undefined);
      assert.equal((await readFacts(db, new Map([[newId(), 0]]), 10)).size, 0);
    });

    await t.step("a commit that nobody can read back is announced all the same", () => {
      announceCommitted(deps, []);
    });
  });
}

interface Driven<T> {
  readonly groupId: string;
  readonly pages: T[];
}

/** Every verb that makes facts, in one group; `look` is called before each. */
async function driveEveryVerb<T = never>(
  { deps, say }: OpenChat,
  ann: Actor,
  bob: Actor,
  cem: Actor,
  dee: Actor,
  look?: (groupId: string) => Promise<T>,
): Promise<Driven<T>> {
  const { groupId } = await createGroup(deps, ann, { name: "All", memberIds: [bob.id, cem.id] });
  const asked = await say(ann, { groupId }, "a question for @bob");
  const answer = await say(bob, { groupId }, "an answer", { replyTo: asked.id });
  const plain = await say(cem, { groupId }, "plain");
  const verbs: (() => Promise<unknown>)[] = [
    () => editMessage(deps, ann, asked.id, "a better question"),
    () => reactToMessage(deps, ann, plain.id, "👍", true),
    () => reactToMessage(deps, bob, plain.id, "👍", true),
    () => reactToMessage(deps, bob, plain.id, "🌊", true),
    () => reactToMessage(deps, ann, plain.id, "👍", false),
    () => recallMessage(deps, bob, answer.id),
    () => say(bob, { groupId }, "another answer to @cem", { replyTo: asked.id }),
    () => editMessage(deps, ann, asked.id, "the best question"),
    () => addMember(deps, ann, groupId, dee.id, "member"),
    () => changeRole(deps, ann, groupId, bob.id, "admin"),
    () => updateGroup(deps, bob, groupId, { name: "All of us", description: "Everything" }),
    () => setAnnouncement(deps, ann, groupId, "Hear"),
    () => recallMessage(deps, ann, plain.id),
    () => leaveGroup(deps, dee, groupId),
    () => archiveGroup(deps, ann, groupId, true),
    () => archiveGroup(deps, ann, groupId, false),
  ];
  const pages: T[] = [];
  for (const verb of verbs) {
    if (look) pages.push(await look(groupId));
    await verb();
  }
  return { groupId, pages };
}

/** What facts carry of a message. Receipts are state, and the time of a recall is in no frame. */
const shownParts = (messages: readonly (MessageJson | object)[]) =>
  messages.map((message) => {
    const { status: _1, is_read: _2, read_at: _3, updated_at: _4, sender_name: _5, ...shown } = message as MessageJson;
    return shown;
  });
