import assert from "node:assert/strict";
import type { CommittedDraft, FactDraft, FactResult, FactWriter } from "./fact_writer.ts";
import { LanedWriter, openWriter } from "./laned_writer.ts";
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

/** A lane that answers when the test says so. */
class HeldLane implements FactWriter {
  drafts: FactDraft[] = [];

  get depth(): number {
    return this.drafts.length;
  }

  append(draft: FactDraft): Promise<FactResult> {
    this.drafts.push(draft);
    return new Promise(() => {});
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

Deno.test("conversations are spread over the lanes, and keep theirs while anything of them is not answered", () => {
  const [one, two] = [new HeldLane(), new HeldLane()];
  const writer = new LanedWriter([one, two]);
  const write = (...conversations: string[]) => {
    for (const conversation of conversations) void writer.append(message(conversation, "ann"));
  };
  const at = (lane: HeldLane) => lane.drafts.map(({ conversationId }) => conversationId);
  const answer = (lane: HeldLane, count: number) =>
    writer.settled(lane.drafts.splice(0, count).map((draft) => ({ draft })));
  write("a", "b", "c", "d", "a", "a", "c");
  assert.deepEqual([at(one), at(two)], [["a", "c", "a", "a", "c"], ["b", "d"]]);
  answer(one, 2);
  write("a", "c");
  assert.deepEqual([at(one), at(two)], [["a", "a", "c", "a", "c"], ["b", "d"]]);
  answer(one, 5);
  answer(two, 2);
  write("b", "a", "d", "c");
  assert.deepEqual([at(one), at(two)], [["b", "d"], ["a", "c"]]);
});
