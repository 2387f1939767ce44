import assert from "node:assert/strict";
import type { CommittedDraft } from "./fact_writer.ts";
import { openWriter } from "./laned_writer.ts";
import { openPostgres, stores } from "./tests/stores.ts";
import { assertDense, makeGroup, makePeople, message } from "./tests/people.ts";

for (const [name, open] of stores) {
  Deno.test(`${name}: with several commits in flight each conversation keeps the order it was written in`, async () => {
    await using db = await open();
    const [ann] = await makePeople(db, "ann");
    const groups = await Promise.all(Array.from({ length: 6 }, () => makeGroup(db, [ann])));
    const heard = new Map(groups.map((group) => [group, [] as string[]]));
    const onCommitted = (batch: readonly CommittedDraft[]) => {
      for (const { draft } of batch) if (draft.kind === "message") heard.get(draft.conversationId)?.push(draft.content);
    };
    const writer = openWriter(db, { onCommitted });
    const contents = Array.from({ length: 100 }, (_, n) => `${n}`);
    const results = Promise.all(
      contents.flatMap((content) => groups.map((group) => writer.append(message(group, ann, { content })))),
    );
    assert.equal(writer.depth, 600);
    assert.deepEqual(new Set((await results).map(({ outcome }) => outcome)), new Set(["new"]));
    assert.equal(writer.depth, 0);
    for (const group of groups) {
      assert.deepEqual(heard.get(group), contents);
      await assertDense(db, group);
    }
    await writer.close();
    await assert.rejects(writer.append(message(groups[0] ?? "", ann)), /closed/);
  });
}

Deno.test("a conversation that another session holds does not hold up all others", async () => {
  await using db = await openPostgres();
  const [ann] = await makePeople(db, "ann");
  const [held = "", ...others] = await Promise.all(Array.from({ length: 30 }, () => makeGroup(db, [ann])));
  const writer = openWriter(db, { onCommitted: () => {}, linger: null });
  await db.sql.begin(async (tx) => {
    await tx`select from conversations where id = ${held} for update`;
    const waiting = writer.append(message(held, ann)).then(() => "stored", () => "stored");
    const first = await Promise.race([waiting, ...others.map((group) => writer.append(message(group, ann)))]);
    assert.notEqual(first, "stored");
  });
  await writer.close();
});
