import assert from "node:assert/strict";
import { leaveGroup, updateGroup } from "./group_changes.ts";
import { raiseReceipts } from "./receipts.ts";
import { openPostgres, stores } from "./tests/stores.ts";
import { act, makeGroup, makePeople } from "./tests/people.ts";

for (const [name, open] of stores) {
  Deno.test(`${name}: receipts`, async (t) => {
    await using db = await open();
    const [ann, bob, eve] = await makePeople(db, "ann", "bob", "eve");
    /** A group whose head is 4. */
    const groupOfFour = async () => {
      const group = await makeGroup(db, [ann, bob]);
      for (const name of ["a", "b", "c"]) await updateGroup(db, act(group, ann), { name });
      return group;
    };
    const raise = async (conversationId: string, userId: string, readSeq?: number, deliveredSeq?: number) => {
      const rows = await raiseReceipts(db, [{ conversationId, userId, readSeq, deliveredSeq }]);
      return rows.map((row) => [row.previousReadSeq, row.readSeq, row.previousDeliveredSeq, row.deliveredSeq]);
    };

    await t.step("rise, imply each other one way, and are answered only when they rose", async () => {
      const group = await groupOfFour();
      assert.deepEqual(await raise(group, bob, undefined, 2), [[0, 0, 0, 2]]);
      assert.deepEqual(await raise(group, bob, 1), [[0, 1, 2, 2]]);
      assert.deepEqual(await raise(group, bob, 3), [[1, 3, 2, 3]]);
      assert.deepEqual(await raise(group, bob, 3, 3), []);
      const [row] = await db.sql`select read_at from members where conversation_id = ${group} and user_id = ${bob}`;
      assert.ok(row?.["read_at"] instanceof Date);
    });

    await t.step("never fall and never pass the head, in whatever order marks come", async () => {
      const group = await groupOfFour();
      assert.deepEqual(await raise(group, bob, 999), [[0, 4, 0, 4]]);
      assert.deepEqual(await raise(group, bob, 2, 1), []);
      assert.deepEqual(await raise(group, bob, -5), []);
      assert.deepEqual(await raise(group, bob, 999), []);
    });

    await t.step("take many marks at once, the highest of each person, and leave out who is no member", async () => {
      const [one, two] = [await groupOfFour(), await groupOfFour()];
      await leaveGroup(db, act(two, bob));
      const rows = await raiseReceipts(db, [
        { conversationId: two, userId: ann, readSeq: 1 },
        { conversationId: one, userId: bob, readSeq: 2 },
        { conversationId: one, userId: bob, readSeq: 3 },
        { conversationId: one, userId: bob, deliveredSeq: 1 },
        { conversationId: one, userId: eve, readSeq: 1 },
        { conversationId: two, userId: bob, readSeq: 9 },
        { conversationId: crypto.randomUUID(), userId: ann, readSeq: 1 },
      ]);
      assert.deepEqual(
        new Set(rows.map((row) => [row.conversationId, row.userId, row.readSeq, row.deliveredSeq].join())),
        new Set([[two, ann, 1, 1].join(), [one, bob, 3, 3].join()]),
      );
      assert.deepEqual(await raiseReceipts(db, []), []);
    });
  });
}

Deno.test("marks that cross from many connections do not deadlock, and the highest stays", async () => {
  await using db = await openPostgres();
  const people = await makePeople(db, "ann", "bob", "cy", "dan");
  const [group = "", other = ""] = [await makeGroup(db, people), await makeGroup(db, people)];
  for (let n = 0; n < 20; n++) await updateGroup(db, act(n % 2 ? group : other, people[0]), { name: `${n}` });
  await Promise.all(
    Array.from({ length: 80 }, (_, n) => {
      const marks = [group, other].flatMap((conversationId) =>
        people.map((userId, p) => ({ conversationId, userId, readSeq: (n * 7 + p) % 12 }))
      );
      return raiseReceipts(db, n % 2 ? marks : marks.reverse());
    }),
  );
  const rows = await db.sql`select distinct last_read_seq, last_delivered_seq from members`;
  assert.deepEqual(rows.map((row) => ({ ...row })), [{ last_read_seq: 11, last_delivered_seq: 11 }]);
});
