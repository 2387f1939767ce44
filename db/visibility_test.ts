import assert from "node:assert/strict";
import type { Database } from "./database.ts";
import { GroupWriter } from "./group_writer.ts";
import { removeMember } from "./group_changes.ts";
import { act, block, makeDirect, makeGroup, makePeople, message } from "./tests/people.ts";
import { stores } from "./tests/stores.ts";
import { listSeen, listViewers, listVisible } from "./visibility.ts";

const befriend = (db: Database, one: string, other: string, status: "accepted" | "pending") =>
  db.sql`insert into friendships (requester_id, addressee_id, status) values (${one}, ${other}, ${status})`;

/** Everybody the viewer sees, one question at a time, by name. */
async function seenOneByOne(db: Database, viewer: string, names: ReadonlyMap<string, string>): Promise<string[]> {
  return byName(await listVisible(db.orm, viewer, [...names.keys()]), names);
}

const byName = (ids: readonly string[], names: ReadonlyMap<string, string>): string[] =>
  ids.map((id) => names.get(id) ?? id).sort();

for (const [name, open] of stores) {
  Deno.test(`${name}: who sees whom is the same from either side, one by one and for many at once`, async () => {
    await using db = await open();
    const all = ["ann", "bob", "cy", "dan", "eve", "fay", "gus"] as const;
    const people = await makePeople(db, ...all);
    const [ann, bob, cy, dan, eve, fay, gus] = people;
    const names = new Map(people.map((id, index) => [id, all[index] ?? ""]));
    const writer = new GroupWriter(db, { onCommitted: () => {} });
    const group = await makeGroup(db, [ann, bob, cy, gus]);
    await removeMember(db, { ...act(group, ann), userId: gus });
    await befriend(db, ann, dan, "accepted");
    await befriend(db, eve, ann, "pending");
    await writer.append(message(await makeDirect(db, ann, fay), fay));
    await block(db, cy, ann);
    await writer.close();

    const expected = new Map([
      [ann, ["ann", "bob", "dan", "fay"]],
      [bob, ["ann", "bob", "cy"]],
      [cy, ["bob", "cy"]],
      [dan, ["ann", "dan"]],
      [eve, ["eve"]],
      // Ann has not written to her.
      [fay, ["fay"]],
      [gus, ["gus"]],
    ]);
    const seen = await listSeen(db.orm, people, null);
    for (const [viewer, whom] of expected) {
      assert.deepEqual(byName(seen.get(viewer) ?? [], names), whom, `${names.get(viewer)} sees`);
      assert.deepEqual(await seenOneByOne(db, viewer, names), whom);
    }

    const viewers = await listViewers(db.orm, people);
    for (const person of people) {
      const byWhom = people.filter((viewer) => seen.get(viewer)?.includes(person));
      assert.deepEqual(byName(viewers.get(person) ?? [], names), byName(byWhom, names));
    }

    const among = await listSeen(db.orm, [ann, eve], [bob, cy, dan]);
    assert.deepEqual([...among].map(([viewer, whom]) => [viewer, byName(whom, names)]), [[ann, ["bob", "dan"]]]);
    assert.equal((await listViewers(db.orm, [])).size, 0);
  });
}
