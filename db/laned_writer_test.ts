import assert from "node:assert/strict";
import type { CommittedDraft, FactDraft, FactResult } from "./fact_writer.ts";
import { type Lane, LanedWriter, openWriter } from "./laned_writer.ts";
import { openPostgres, stores } from "./tests/stores.ts";
import { assertDense, makeGroup, makePeople, message } from "./tests/people.ts";

for (const [name, open] of stores) {
  Deno.test(`${name}: conversations written at once each keep the order they were written in`, async () => {
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

Deno.test("a conversation that another session holds does not hold up those written to meanwhile", async () => {
  await using db = await openPostgres();
  const [ann] = await makePeople(db, "ann");
  const [held = "", other = ""] = await Promise.all([1, 2].map(() => makeGroup(db, [ann])));
  const writer = openWriter(db, { onCommitted: () => {}, linger: null });
  let isHeld = true;
  await db.sql.begin(async (tx) => {
    await tx`select from conversations where id = ${held} for update`;
    void writer.append(message(held, ann)).then(() => isHeld = false);
    while (!writer.isHeldUp) await new Promise((resolve) => void setImmediate(resolve));
    assert.equal((await writer.append(message(other, ann))).outcome, "new");
    assert.ok(isHeld);
  });
  await writer.close();
  assert.ok(!isHeld);
});

/** A lane that answers when the test says so. */
class HeldLane implements Lane {
  drafts: FactDraft[] = [];
  isHeldUp = false;

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

Deno.test("while a commit is held up other conversations go elsewhere, and keep their place until all is answered", () => {
  const [one, two] = [new HeldLane(), new HeldLane()];
  const writer = new LanedWriter([one, two]);
  const write = (...conversations: string[]) => {
    for (const conversation of conversations) void writer.append(message(conversation, "ann"));
  };
  const at = (lane: HeldLane) => lane.drafts.map(({ conversationId }) => conversationId);
  const answer = (lane: HeldLane, count: number) =>
    writer.settled(lane.drafts.splice(0, count).map((draft) => ({ draft })));
  write("a", "b", "a");
  assert.deepEqual([at(one), at(two)], [["a", "b", "a"], []]);
  one.isHeldUp = true;
  write("b", "c", "a", "d");
  assert.deepEqual([at(one), at(two)], [["a", "b", "a", "b", "a"], ["c", "d"]]);
  one.isHeldUp = false;
  answer(one, 3);
  write("a", "b", "c", "e");
  assert.deepEqual([at(one), at(two)], [["b", "a", "a", "b", "e"], ["c", "d", "c"]]);
  answer(two, 3);
  write("c");
  assert.deepEqual([at(one), at(two)], [["b", "a", "a", "b", "e", "c"], []]);
  [one.isHeldUp, two.isHeldUp] = [true, true];
  write("f");
  assert.deepEqual(at(two), ["f"]);
});
