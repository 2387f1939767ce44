import assert from "node:assert/strict";
import { newId } from "@/lib/ids.ts";
import type { CommittedDraft, FactDraft, FactResult } from "./fact_writer.ts";
import { GroupWriter } from "./group_writer.ts";
import { StoreUnavailableError } from "./errors.ts";
import { removeMember } from "./group_changes.ts";
import { openPostgres, stores } from "./tests/stores.ts";
import { act, assertDense, edit, makeGroup, makePeople, message, react, recall } from "./tests/people.ts";

const outcomes = (results: readonly FactResult[]) => results.map((result) => result.outcome);
const seqOf = (result: FactResult) => "seq" in result ? result.seq : -1;

for (const [name, open] of stores) {
  Deno.test(`${name}: the writer`, async (t) => {
    await using db = await open();
    const [ann, bob, eve] = await makePeople(db, "ann", "bob", "eve");
    const batches: (readonly CommittedDraft[])[] = [];
    const writer = new GroupWriter(db, { onCommitted: (batch) => batches.push(batch) });
    const append = (...drafts: FactDraft[]) => Promise.all(drafts.map((draft) => writer.append(draft)));

    await t.step("stores what it was given and numbers it after the last", async () => {
      const group = await makeGroup(db, [ann, bob]);
      const draft = message(group, ann, { content: "üñí\n'\"\\{}", data: { mentions: [bob] }, replyTo: 1 });
      const [result] = await append(draft);
      const [row] = await db.sql`select * from messages where conversation_id = ${group} and seq = 2`;
      assert.ok(result?.outcome === "new");
      const { createdAt, ...rest } = result;
      assert.deepEqual(rest, { outcome: "new", id: draft.id, seq: 2, messageSeq: 2, content: draft.content });
      assert.deepEqual({ ...row }, {
        conversation_id: group,
        seq: 2,
        id: draft.id,
        author_id: ann,
        client_id: draft.clientId,
        type: "text",
        content: draft.content,
        data: { mentions: [bob] },
        reply_to: 1,
        edited_at: null,
        deleted_at: null,
        deleted_by: null,
        changed_seq: 2,
        created_at: createdAt,
      });
    });

    await t.step("the same client id 50 times at once is one row and one answer", async () => {
      const group = await makeGroup(db, [ann, bob]);
      const clientId = newId();
      const drafts = Array.from({ length: 50 }, (_, index) => message(group, ann, { clientId, content: `${index}` }));
      const results = await append(...drafts);
      assert.deepEqual(outcomes(results), ["new", ...Array(49).fill("repeat")]);
      assert.equal(new Set(results.map((result) => "id" in result && `${result.id} ${result.seq}`)).size, 1);
      assert.deepEqual(results.map((result) => "content" in result && result.content), Array(50).fill("0"));
      await assertDense(db, group);
    });

    await t.step(
      "a later repeat with another body gets the first body back, elsewhere it is another message",
      async () => {
        const [here, there] = [await makeGroup(db, [ann]), await makeGroup(db, [ann, bob])];
        const [first] = await append(message(here, ann, { clientId: "1", content: "first" }));
        const [repeat] = await append(message(here, ann, { clientId: "1", content: "second" }));
        assert.deepEqual(repeat, { ...first, outcome: "repeat" });
        assert.deepEqual(outcomes(await append(message(there, ann, { clientId: "1" }))), ["new"]);
        assert.deepEqual(outcomes(await append(message(there, bob, { clientId: "1" }))), ["new"]);
      },
    );

    await t.step("who was removed gets a repeat answered and anything new refused", async () => {
      const group = await makeGroup(db, [ann, bob]);
      const [first] = await append(message(group, bob, { clientId: "1" }));
      await removeMember(db, { ...act(group, ann), userId: bob });
      assert.deepEqual(await append(message(group, bob, { clientId: "1" }), message(group, bob, { clientId: "2" })), [
        { ...first, outcome: "repeat" },
        { outcome: "refused", why: "not_member" },
      ]);
    });

    await t.step("messages and changes keep their order in one dense numbering, refusals take no number", async () => {
      const group = await makeGroup(db, [ann, bob]);
      const results = await append(
        message(group, ann),
        message(group, eve),
        edit(group, ann, 2),
        react(group, bob, 2),
        message(group, bob),
        edit(group, bob, 2),
        recall(group, ann, 2),
        message(group, ann),
      );
      assert.deepEqual(results.map(seqOf), [2, -1, 3, 4, 5, -1, 6, 7]);
      await assertDense(db, group);
    });

    await t.step("a draft that breaks the statement fails alone", async () => {
      const group = await makeGroup(db, [ann]);
      const drafts = Array.from({ length: 9 }, (_, index) => message(group, ann, { content: `${index}` }));
      const settled = await Promise.allSettled(
        drafts.map((draft, index) => writer.append(index === 4 ? { ...draft, id: "nonsense" } : draft)),
      );
      assert.deepEqual(
        settled.map(({ status }) => status),
        drafts.map((_, index) => index === 4 ? "rejected" : "fulfilled"),
      );
      assert.ok(settled[4]?.status === "rejected" && !(settled[4].reason instanceof StoreUnavailableError));
      await assertDense(db, group);
    });

    await t.step("listeners hear a commit whole and in order, before anyone is answered", async () => {
      const group = await makeGroup(db, [ann]);
      batches.length = 0;
      const heardBefore: number[] = [];
      const drafts = [1, 2, 3].map((n) => message(group, ann, { context: n, clientId: `${Math.min(n, 2)}` }));
      await Promise.all(drafts.map((draft) => writer.append(draft).then(() => heardBefore.push(batches.length))));
      assert.deepEqual(batches.map((batch) => batch.map(({ draft, result }) => [draft.context, result.outcome])), [
        [[1, "new"], [2, "new"], [3, "repeat"]],
      ]);
      assert.deepEqual(heardBefore, [1, 1, 1]);
    });

    await t.step("what waits while a commit is in flight shares the next one, up to the largest batch", async () => {
      const group = await makeGroup(db, [ann]);
      const sizes: number[] = [];
      const small = new GroupWriter(db, {
        onCommitted: (batch) => sizes.push(batch.length),
        maxBatch: 10,
        linger: null,
      });
      const first = small.append(message(group, ann));
      await Promise.resolve();
      const rest = Array.from({ length: 25 }, () => small.append(message(group, ann)));
      assert.equal(small.depth, 26);
      await Promise.all([first, ...rest]);
      assert.deepEqual(sizes, [1, 10, 10, 5]);
      assert.equal(small.depth, 0);
    });

    await t.step("closing answers what was handed in, and takes no more", async () => {
      const group = await makeGroup(db, [ann]);
      const last = append(...Array.from({ length: 300 }, () => message(group, ann)));
      await writer.close();
      assert.equal(writer.depth, 0);
      assert.deepEqual(new Set(outcomes(await last)), new Set(["new"]));
      await assert.rejects(writer.append(message(group, ann)), StoreUnavailableError);
    });
  });
}

Deno.test("four writers into the same conversations leave no hole, and no two of them deadlock", async () => {
  await using db = await openPostgres();
  const people = await makePeople(db, "ann", "bob", "cy", "dan");
  const groups = await Promise.all(people.map(() => makeGroup(db, people)));
  const writers = people.map(() => new GroupWriter(db, { onCommitted: () => {} }));
  const results = await Promise.all(
    writers.flatMap((writer, w) =>
      Array.from({ length: 400 }, (_, n) => {
        const group = groups[(n * 7 + w) % groups.length] ?? "";
        const clientId = n % 10 === 0 ? `shared-${n}` : `${w}-${n}`;
        const author = (n % 10 === 0 ? people[0] : people[w]) ?? "";
        return writer.append(n % 9 === 0 ? react(group, author, 2, `${n}`) : message(group, author, { clientId }));
      })
    ),
  );
  assert.equal(results.length, 1600);
  for (const group of groups) await assertDense(db, group);
  await Promise.all(writers.map((writer) => writer.close()));
});

Deno.test("a removal and a last message never cross: it is stored before the removal or refused", async () => {
  await using db = await openPostgres();
  const [ann, bob] = await makePeople(db, "ann", "bob");
  const writer = new GroupWriter(db, { onCommitted: () => {}, linger: null });
  for (let round = 0; round < 60; round++) {
    const group = await makeGroup(db, [ann, bob]);
    const [sent, removed] = await Promise.all([
      writer.append(message(group, bob)),
      removeMember(db, { ...act(group, ann), userId: bob }),
    ]);
    assert.ok(removed.outcome === "done");
    if (sent.outcome === "new") assert.ok(sent.seq < removed.seq);
    else assert.deepEqual(sent, { outcome: "refused", why: "not_member" });
    await assertDense(db, group);
  }
  await writer.close();
});
