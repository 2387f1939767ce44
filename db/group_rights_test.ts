import assert from "node:assert/strict";
import type { Database } from "./database.ts";
import {
  addMember,
  archiveGroup,
  changeRole,
  type GroupChange,
  joinGroup,
  leaveGroup,
  removeMember,
  transferOwnership,
  updateGroup,
} from "./group_changes.ts";
import { stores } from "./tests/stores.ts";
import { act, assertDense, block, listRoles, makeGroup, makePeople, setActive } from "./tests/people.ts";

const verdict = (result: GroupChange) => result.outcome === "refused" ? result.why : result.outcome;

/** A group with one of each, and people around it. */
async function makeCast(db: Database, fields = {}) {
  const names = ["owner", "admin", "admin2", "member", "member2", "left", "outsider", "gone", "blocker"] as const;
  const ids = await makePeople(db, ...names);
  const [owner, admin, admin2, member, member2, left, outsider, gone, blocker] = ids;
  const group = await makeGroup(db, [owner, admin, admin2, member, member2, left], fields);
  await db.sql`
    update members set role = 'admin' where conversation_id = ${group} and user_id in ${db.sql([admin, admin2])}`;
  assert.equal(verdict(await leaveGroup(db, act(group, left))), "done");
  await setActive(db, gone, false);
  for (const blocked of [owner, admin, member]) await block(db, blocker, blocked);
  return { group, owner, admin, admin2, member, member2, left, outsider, gone, blocker };
}
type Cast = Awaited<ReturnType<typeof makeCast>>;
type Who = Exclude<keyof Cast, "group">;

/** Each row on a fresh group: what is done, and what comes of it. */
interface Row {
  readonly what: string;
  readonly run: (db: Database, cast: Cast) => Promise<GroupChange>;
  readonly is: string;
}

const add = (actor: Who, user: Who, role: string, is: string): Row => ({
  what: `${actor} adds ${user} as ${role}`,
  run: (db, cast) => addMember(db, { ...act(cast.group, cast[actor]), userId: cast[user], role }),
  is,
});
const remove = (actor: Who, user: Who, is: string): Row => ({
  what: `${actor} removes ${user}`,
  run: (db, cast) => removeMember(db, { ...act(cast.group, cast[actor]), userId: cast[user] }),
  is,
});
const role = (actor: Who, user: Who, role: "admin" | "member", is: string): Row => ({
  what: `${actor} makes ${user} ${role}`,
  run: (db, cast) => changeRole(db, { ...act(cast.group, cast[actor]), userId: cast[user], role }),
  is,
});
const transfer = (actor: Who, user: Who, is: string): Row => ({
  what: `${actor} makes ${user} the owner`,
  run: (db, cast) => transferOwnership(db, { ...act(cast.group, cast[actor]), userId: cast[user] }),
  is,
});
const update = (actor: Who, fields: Parameters<typeof updateGroup>[2], is: string): Row => ({
  what: `${actor} sets ${JSON.stringify(fields)}`,
  run: (db, cast) => updateGroup(db, act(cast.group, cast[actor]), fields),
  is,
});
const archive = (actor: Who, archived: boolean, is: string): Row => ({
  what: `${actor} ${archived ? "archives" : "reopens"}`,
  run: (db, cast) => archiveGroup(db, act(cast.group, cast[actor]), archived),
  is,
});
const join = (user: Who, isInvited: boolean, is: string): Row => ({
  what: `${user} joins ${isInvited ? "with" : "without"} an invitation`,
  run: (db, cast) => joinGroup(db, act(cast.group, cast[user]), isInvited),
  is,
});
const leave = (user: Who, is: string): Row => ({
  what: `${user} leaves`,
  run: (db, cast) => leaveGroup(db, act(cast.group, cast[user])),
  is,
});

const RIGHTS: readonly Row[] = [
  add("owner", "outsider", "member", "done"),
  add("owner", "outsider", "admin", "done"),
  add("admin", "outsider", "admin", "done"),
  add("admin", "left", "member", "done"),
  add("owner", "outsider", "owner", "not_allowed"),
  add("owner", "outsider", "king", "not_allowed"),
  add("member", "outsider", "member", "not_allowed"),
  add("outsider", "outsider", "member", "not_member"),
  add("left", "left", "member", "not_member"),
  add("owner", "member", "admin", "unchanged"),
  add("admin", "owner", "member", "unchanged"),
  add("owner", "gone", "member", "no_user"),
  add("owner", "blocker", "member", "blocked"),
  remove("owner", "admin", "done"),
  remove("owner", "member", "done"),
  remove("admin", "member", "done"),
  remove("admin", "admin2", "not_allowed"),
  remove("admin", "owner", "owner"),
  remove("member", "member2", "not_allowed"),
  remove("outsider", "member", "not_member"),
  remove("left", "member", "not_member"),
  remove("owner", "outsider", "no_user"),
  remove("owner", "left", "no_user"),
  remove("member", "member", "done"),
  remove("owner", "owner", "owner"),
  leave("member", "done"),
  leave("admin", "done"),
  leave("owner", "owner"),
  leave("outsider", "not_member"),
  leave("left", "not_member"),
  role("owner", "member", "admin", "done"),
  role("owner", "admin", "member", "done"),
  role("owner", "member", "member", "unchanged"),
  role("owner", "owner", "member", "owner"),
  role("owner", "outsider", "admin", "no_user"),
  role("admin", "member", "admin", "not_allowed"),
  role("member", "member", "admin", "not_allowed"),
  role("outsider", "member", "admin", "not_member"),
  transfer("owner", "member", "done"),
  transfer("owner", "admin", "done"),
  transfer("owner", "owner", "unchanged"),
  transfer("owner", "outsider", "no_user"),
  transfer("owner", "left", "no_user"),
  transfer("admin", "admin", "not_allowed"),
  transfer("outsider", "outsider", "not_member"),
  update("owner", { name: "New", readOnly: true, maxMembers: 5 }, "done"),
  update("admin", { description: "d", isPrivate: true, announcement: "a" }, "done"),
  update("admin", { readOnly: true }, "not_allowed"),
  update("admin", { readOnly: false, name: "Group" }, "unchanged"),
  update("owner", {}, "unchanged"),
  update("owner", { maxMembers: 4 }, "too_small"),
  update("member", { name: "New" }, "not_allowed"),
  update("outsider", { name: "New" }, "not_member"),
  archive("owner", true, "done"),
  archive("owner", false, "unchanged"),
  archive("admin", true, "not_allowed"),
  archive("outsider", true, "not_member"),
  join("outsider", false, "done"),
  join("left", false, "done"),
  join("member", false, "unchanged"),
  join("gone", false, "no_user"),
];

const WHEN_PRIVATE: readonly Row[] = [
  join("outsider", false, "no_group"),
  join("outsider", true, "done"),
  join("member", false, "unchanged"),
];

const WHEN_FULL: readonly Row[] = [
  add("owner", "outsider", "member", "full"),
  add("owner", "member", "member", "unchanged"),
  join("outsider", true, "full"),
];

const WHEN_ARCHIVED: readonly Row[] = [
  add("owner", "outsider", "member", "archived"),
  join("outsider", true, "archived"),
  role("owner", "member", "admin", "archived"),
  transfer("owner", "member", "archived"),
  update("owner", { name: "New" }, "archived"),
  remove("owner", "member", "done"),
  leave("admin", "done"),
  archive("owner", true, "unchanged"),
  archive("owner", false, "done"),
];

for (const [name, open] of stores) {
  Deno.test(`${name}: who may change what in a group`, async (t) => {
    await using db = await open();
    const tables = [
      ["", RIGHTS, {}],
      [" a private group", WHEN_PRIVATE, { isPrivate: true }],
      [" a full group", WHEN_FULL, { maxMembers: 6 }],
      [" an archived group", WHEN_ARCHIVED, {}],
    ] as const;
    for (const [where, rows, fields] of tables) {
      for (const { what, run, is } of rows) {
        await t.step(`${what}${where && `,${where}`}: ${is}`, async () => {
          const cast = await makeCast(db, fields);
          if (rows === WHEN_FULL) await updateGroup(db, act(cast.group, cast.owner), { maxMembers: 5 });
          if (rows === WHEN_ARCHIVED) await archiveGroup(db, act(cast.group, cast.owner), true);
          const before = await listRoles(db, cast.group);
          const result = await run(db, cast);
          const after = await listRoles(db, cast.group);
          assert.equal(verdict(result), is);
          if (result.outcome !== "done") assert.deepEqual(after, before);
          assert.equal([...after.values()].filter((role) => role === "owner").length, 1);
          await assertDense(db, cast.group);
        });
      }
    }
  });
}
