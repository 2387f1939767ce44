import assert from "node:assert/strict";
import type { FactDraft, FactResult } from "./fact_writer.ts";
import { archiveGroup, updateGroup } from "./group_changes.ts";
import { GroupWriter } from "./group_writer.ts";
import { stores } from "./tests/stores.ts";
import {
  act,
  assertDense,
  block,
  edit,
  makeDirect,
  makeGroup,
  makePeople,
  message,
  react,
  recall,
  setActive,
} from "./tests/people.ts";

const LATER = new Date(Date.now() + 60_000);

/** `new`, `unchanged`, or why it was refused. */
const verdict = (result: FactResult) => result.outcome === "refused" ? result.why : result.outcome;

for (const [name, open] of stores) {
  Deno.test(`${name}: who may write what`, async (t) => {
    await using db = await open();
    const [ann, bob, cy, eve] = await makePeople(db, "ann", "bob", "cy", "eve");
    const writer = new GroupWriter(db, { onCommitted: () => {}, linger: null });
    const judge = async (draft: FactDraft) => verdict(await writer.append(draft));
    /** A group of ann, bob and cy in which bob has written number 2. */
    const groupWithMessage = async () => {
      const group = await makeGroup(db, [ann, bob, cy]);
      assert.equal(await judge(message(group, bob, { content: "before" })), "new");
      return group;
    };
    const findMessage = async (group: string, seq = 2) => {
      const [row] = await db.sql`select * from messages where conversation_id = ${group} and seq = ${seq}`;
      return row ?? {};
    };

    await t.step(
      "outsiders write, edit, recall and react nowhere, and unknown groups are the same to them",
      async () => {
        const group = await groupWithMessage();
        for (const place of [group, crypto.randomUUID()]) {
          for (const draft of [message(place, eve), edit(place, eve, 2), recall(place, eve, 2), react(place, eve, 2)]) {
            assert.equal(await judge(draft), "not_member", draft.kind);
          }
        }
      },
    );

    await t.step("in an archived group nothing changes any more, until it is brought back", async () => {
      const group = await groupWithMessage();
      const drafts = () => [message(group, bob), edit(group, bob, 2), react(group, cy, 2), recall(group, bob, 2)];
      await archiveGroup(db, act(group, ann), true);
      for (const draft of drafts()) assert.equal(await judge(draft), "archived", draft.kind);
      await archiveGroup(db, act(group, ann), false);
      for (const draft of drafts()) assert.equal(await judge(draft), "new", draft.kind);
    });

    await t.step("in a read-only group members recall and no more, owner and admins write", async () => {
      const group = await groupWithMessage();
      await updateGroup(db, act(group, ann), { readOnly: true });
      for (const draft of [message(group, bob), edit(group, bob, 2), react(group, bob, 2)]) {
        assert.equal(await judge(draft), "read_only", draft.kind);
      }
      await db.sql`update members set role = 'admin' where conversation_id = ${group} and user_id = ${cy}`;
      for (const draft of [message(group, ann), message(group, cy), react(group, cy, 2), recall(group, bob, 2)]) {
        assert.equal(await judge(draft), "new", draft.kind);
      }
    });

    await t.step("who blocks me or is deactivated gets nothing new from me, and I can still recall", async () => {
      for (const close of [block, (store: typeof db, peer: string) => setActive(store, peer, false)]) {
        const [me, peer] = await makePeople(db, "me", "peer");
        const chat = await makeDirect(db, me, peer);
        const drafts =
          () => [message(chat, me), edit(chat, me, 1, { content: crypto.randomUUID() }), react(chat, me, 1)];
        for (const draft of drafts()) assert.equal(await judge(draft), "new", draft.kind);
        await close(db, peer, me);
        for (const draft of drafts()) assert.equal(await judge(draft), "blocked", draft.kind);
        assert.equal(await judge(recall(chat, me, 1)), "new");
      }
    });

    await t.step("whom I block can be written to by me, and notes to myself by nobody else", async () => {
      const [me, peer] = await makePeople(db, "me", "peer");
      const [chat, notes] = [await makeDirect(db, me, peer), await makeDirect(db, me, me)];
      await block(db, me, peer);
      assert.equal(await judge(message(chat, me)), "new");
      assert.equal(await judge(message(chat, peer)), "blocked");
      assert.equal(await judge(message(notes, me)), "new");
      assert.equal(await judge(message(notes, peer)), "not_member");
    });

    await t.step("an author edits text in time; what it said before is kept", async () => {
      const group = await groupWithMessage();
      assert.equal(await judge(edit(group, ann, 2)), "not_author");
      assert.equal(await judge(edit(group, bob, 2, { notBefore: LATER })), "too_late");
      assert.equal(await judge(edit(group, bob, 99)), "no_message");
      assert.equal(await judge(edit(group, ann, 1)), "not_author", "a system message");
      const result = await writer.append(edit(group, bob, 2, { content: "after", data: { mentions: [ann] } }));
      assert.ok(result.outcome === "new");
      assert.deepEqual([result.seq, result.messageSeq, result.content], [3, 2, "after"]);
      const row = await findMessage(group);
      assert.deepEqual(
        [row["content"], row["data"], row["changed_seq"], row["edited_at"], row["id"]],
        ["after", { mentions: [ann] }, 3, result.createdAt, result.id],
      );
      const [previous] = await db.sql`select * from message_edits where conversation_id = ${group}`;
      assert.deepEqual([previous?.["message_seq"], previous?.["edited_seq"], previous?.["previous"]], [2, 3, "before"]);
      const [event] = await db.sql`select * from events where conversation_id = ${group}`;
      assert.deepEqual([event?.["seq"], event?.["kind"], event?.["message_seq"], event?.["actor_id"]], [
        3,
        "edited",
        2,
        bob,
      ]);
      assert.equal(await judge(edit(group, bob, 2, { content: "after", data: { mentions: [ann] } })), "unchanged");
      assert.equal(await judge(edit(group, bob, 3)), "no_message", "an event is no message");
    });

    await t.step(
      "a recall by the author in time, or by owner and admins at any time, leaves nothing of it",
      async () => {
        const group = await groupWithMessage();
        await writer.append(edit(group, bob, 2));
        await writer.append(react(group, cy, 2));
        assert.equal(await judge(recall(group, cy, 2)), "not_author");
        assert.equal(await judge(recall(group, bob, 2, LATER)), "too_late");
        assert.equal(await judge(recall(group, ann, 99)), "no_message");
        assert.equal(await judge(recall(group, ann, 1)), "not_author", "a system message");
        const result = await writer.append(recall(group, ann, 2, LATER));
        assert.ok(result.outcome === "new");
        const row = await findMessage(group);
        assert.deepEqual(
          [row["content"], row["data"], row["deleted_by"], row["deleted_at"], row["changed_seq"]],
          ["", {}, ann, result.createdAt, result.seq],
        );
        assert.equal((await db.sql`select from reactions where conversation_id = ${group}`).length, 0);
        const edits = await db.sql`select previous from message_edits where conversation_id = ${group}`;
        assert.deepEqual(edits.map((row) => row["previous"]), [""]);
        assert.deepEqual(await writer.append(recall(group, bob, 2)), {
          outcome: "unchanged",
          id: result.id,
          seq: result.seq,
          messageSeq: 2,
        });
        assert.equal(await judge(edit(group, bob, 2)), "recalled");
        assert.equal(await judge(react(group, cy, 2)), "recalled");
        await assertDense(db, group);
      },
    );

    await t.step("in a direct chat only the author recalls", async () => {
      const chat = await makeDirect(db, ann, bob);
      await writer.append(message(chat, ann));
      assert.equal(await judge(recall(chat, bob, 1)), "not_author");
      assert.equal(await judge(recall(chat, ann, 1)), "new");
    });

    await t.step(
      "a reaction is on or off once, on 20 different emoji at most, and never on a system message",
      async () => {
        const group = await groupWithMessage();
        const list = async () =>
          (await db.sql<
            { emoji: string }[]
          >`select emoji from reactions where conversation_id = ${group} order by emoji`)
            .map((row) => row.emoji);
        assert.equal(await judge(react(group, cy, 2, "a")), "new");
        assert.equal(await judge(react(group, cy, 2, "a")), "unchanged");
        assert.equal(await judge(react(group, ann, 2, "a")), "new");
        assert.equal(await judge(react(group, cy, 2, "a", false)), "new");
        assert.equal(await judge(react(group, cy, 2, "a", false)), "unchanged");
        assert.equal((await findMessage(group))["changed_seq"], 5);
        const [event] = await db.sql`select data from events where conversation_id = ${group} order by seq desc`;
        assert.deepEqual(event?.["data"], { emoji: "a", on: false });
        for (let n = 1; n < 20; n++) assert.equal(await judge(react(group, ann, 2, `e${n}`)), "new");
        assert.equal(await judge(react(group, ann, 2, "one more")), "unchanged");
        assert.equal(await judge(react(group, bob, 2, "e1")), "new", "one that is there already");
        assert.equal((await list()).length, 21);
        assert.equal(await judge(react(group, ann, 1)), "no_message");
        assert.equal(await judge(react(group, ann, 99)), "no_message");
        await assertDense(db, group);
      },
    );
    await writer.close();
  });
}
