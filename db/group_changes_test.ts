import assert from "node:assert/strict";
import { newId } from "@/lib/ids.ts";
import {
  addMember,
  archiveGroup,
  changeRole,
  createDirect,
  createGroup,
  type GroupChange,
  joinGroup,
  leaveGroup,
  releaseMemberships,
  transferOwnership,
  updateGroup,
} from "./group_changes.ts";
import { stores } from "./tests/stores.ts";
import { act, assertDense, block, listRoles, makeDirect, makeGroup, makePeople, setActive } from "./tests/people.ts";

for (const [name, open] of stores) {
  Deno.test(`${name}: what a change leaves behind`, async (t) => {
    await using db = await open();
    const findLast = async (group: string) => {
      const [row] = await db.sql`select * from messages where conversation_id = ${group} order by seq desc limit 1`;
      return row ?? {};
    };
    const findMember = async (group: string, user: string) => {
      const [row] = await db.sql`select * from members where conversation_id = ${group} and user_id = ${user}`;
      return row ?? {};
    };

    await t.step("each change is one system message of its actor, in words and as a fact", async () => {
      const [ann, bob] = await makePeople(db, "ann", "bob");
      await db.sql`update users set first_name = 'Bob', last_name = 'Bauer' where id = ${bob}`;
      const group = await makeGroup(db, [ann]);
      const about = { user_id: bob, user_name: "Bob Bauer" };
      const steps: [() => Promise<GroupChange>, string, object][] = [
        [
          () => addMember(db, { ...act(group, ann), userId: bob, role: "member" }),
          "ann added Bob Bauer",
          { action: "group_member_added", ...about, role: "member" },
        ],
        [
          () => changeRole(db, { ...act(group, ann), userId: bob, role: "admin" }),
          "ann made Bob Bauer an admin",
          { action: "group_role_changed", ...about, role: "admin" },
        ],
        [
          () => updateGroup(db, act(group, bob), { name: "New" }),
          'Bob Bauer renamed the group to "New"',
          { action: "group_updated", changes: { name: "New" } },
        ],
        [
          () => updateGroup(db, act(group, ann), { name: "New", maxMembers: 7, isPrivate: true }),
          "ann changed the group",
          { action: "group_updated", changes: { max_members: 7, is_private: true } },
        ],
        [
          () => updateGroup(db, act(group, bob), { announcement: "Hear" }),
          "Bob Bauer changed the announcement",
          { action: "announcement_changed", changes: { announcement: "Hear" } },
        ],
        [
          () => transferOwnership(db, { ...act(group, ann), userId: bob }),
          "ann made Bob Bauer the owner",
          { action: "group_owner_changed", ...about, role: "owner" },
        ],
        [
          () => archiveGroup(db, act(group, bob), true),
          "Bob Bauer archived the group",
          { action: "group_updated", changes: { archived: true } },
        ],
        [
          () => leaveGroup(db, act(group, ann)),
          "ann left",
          { action: "group_member_left", user_id: ann, user_name: "ann" },
        ],
      ];
      for (const [run, content, fact] of steps) {
        const result = await run();
        assert.ok(result.outcome === "done");
        assert.deepEqual([result.content, result.fact], [content, fact]);
        const row = await findLast(group);
        assert.deepEqual(
          [row["id"], row["seq"], row["type"], row["content"], row["data"], row["created_at"]],
          [result.id, result.seq, "system", content, { system: fact }, result.createdAt],
        );
      }
      const [row] = await db.sql`select * from conversations where id = ${group}`;
      assert.deepEqual(
        [row?.["owner_id"], row?.["name"], row?.["announcement"], row?.["announcement_by"], row?.["max_members"]],
        [bob, "New", "Hear", bob, 7],
      );
      assert.ok(row?.["announcement_at"] && row["archived_at"]);
      await assertDense(db, group);
    });

    await t.step("a group is made whole or not at all", async () => {
      const [ann, bob, gone, blocker] = await makePeople(db, "ann", "bob", "gone", "blocker");
      await setActive(db, gone, false);
      await block(db, blocker, ann);
      const make = async (memberIds: string[], maxMembers = 100) => {
        const id = newId();
        const fields = { name: "n", description: "d", avatar: "", isPrivate: true, maxMembers, memberIds };
        return [id, await createGroup(db, { id, messageId: newId(), ownerId: ann, ...fields })] as const;
      };
      const [id, made] = await make([bob, bob, ann], 2);
      assert.ok(made.outcome === "done");
      assert.deepEqual([made.seq, made.content], [1, "ann created the group"]);
      assert.deepEqual(await listRoles(db, id), new Map([[ann, "owner"], [bob, "member"]]));
      const refused = [[[bob, gone], 100, "no_user"], [[bob, blocker], 100, "blocked"], [[bob], 1, "full"]] as const;
      for (const [memberIds, maxMembers, why] of refused) {
        const [id, result] = await make([...memberIds], maxMembers);
        assert.deepEqual(result, { outcome: "refused", why });
        assert.equal((await db.sql`select from conversations where id = ${id}`).length, 0);
      }
    });

    await t.step("who comes new, or back, has nothing unread, and never reads backwards", async () => {
      const [ann, bob] = await makePeople(db, "ann", "bob");
      const group = await makeGroup(db, [ann]);
      for (const name of ["a", "b", "c"]) await updateGroup(db, act(group, ann), { name });
      await addMember(db, { ...act(group, ann), userId: bob, role: "admin" });
      assert.equal((await findMember(group, bob))["last_read_seq"], 4);
      await leaveGroup(db, act(group, bob));
      assert.ok((await findMember(group, bob))["left_at"]);
      await updateGroup(db, act(group, ann), { name: "d" });
      await joinGroup(db, act(group, bob), false);
      const back = await findMember(group, bob);
      assert.deepEqual(
        [back["left_at"], back["role"], back["last_read_seq"], back["last_delivered_seq"]],
        [null, "member", 7, 7],
      );
    });

    await t.step("two who open their chat at once get the same one, and strangers none", async () => {
      const [ann, bob, gone, blocker] = await makePeople(db, "ann", "bob", "gone", "blocker");
      await setActive(db, gone, false);
      await block(db, blocker, ann);
      const results = await Promise.all(
        [[ann, bob], [bob, ann], [ann, bob], [bob, ann]].map(([actorId = "", peerId = ""]) =>
          createDirect(db, { id: newId(), actorId, peerId })
        ),
      );
      assert.equal(new Set(results.map((result) => result.outcome === "done" && result.id)).size, 1);
      assert.equal(results.filter((result) => result.outcome === "done" && result.isNew).length, 1);
      const notes = await makeDirect(db, ann, ann);
      assert.deepEqual(await listRoles(db, notes), new Map([[ann, "member"]]));
      for (const [peerId, why] of [[gone, "no_user"], [newId(), "no_user"], [blocker, "blocked"]] as const) {
        assert.deepEqual(await createDirect(db, { id: newId(), actorId: ann, peerId }), { outcome: "refused", why });
      }
      await block(db, bob, ann);
      assert.equal((await createDirect(db, { id: newId(), actorId: ann, peerId: bob })).outcome, "done");
    });

    await t.step(
      "an account that goes hands its groups to the longest admin, else member, else archives them",
      async () => {
        const [ann, bob, cy, dan, gone] = await makePeople(db, "ann", "bob", "cy", "dan", "gone");
        const [withAdmin, withMembers, alone, others] = [
          await makeGroup(db, [ann, bob, cy]),
          await makeGroup(db, [ann, gone]),
          await makeGroup(db, [ann, gone]),
          await makeGroup(db, [dan, ann]),
        ];
        await makeDirect(db, ann, bob);
        await setActive(db, gone, false);
        await changeRole(db, { ...act(withAdmin, ann), userId: cy, role: "admin" });
        await addMember(db, { ...act(withMembers, ann), userId: bob, role: "member" });
        await addMember(db, { ...act(withMembers, ann), userId: cy, role: "member" });

        const released = new Map((await releaseMemberships(db.sql, ann)).map((group) => [group.groupId, group]));
        const actions = (id: string) => released.get(id)?.messages.map((message) => message.fact.action);
        assert.deepEqual(actions(withAdmin), ["group_owner_changed", "group_member_left"]);
        assert.deepEqual(actions(withMembers), ["group_owner_changed", "group_member_left"]);
        assert.deepEqual(actions(alone), ["group_updated", "group_member_left"]);
        assert.deepEqual(actions(others), ["group_member_left"]);
        assert.equal(released.size, 4);
        assert.equal(released.get(withAdmin)?.newOwnerId, cy);
        assert.deepEqual(await listRoles(db, withAdmin), new Map([[bob, "member"], [cy, "owner"]]));
        assert.deepEqual(await listRoles(db, withMembers), new Map([[gone, "member"], [bob, "owner"], [cy, "member"]]));
        assert.deepEqual(await releaseMemberships(db.sql, ann), []);
        for (const id of released.keys()) await assertDense(db, id);
        for (const { messages } of released.values()) {
          for (const { id } of messages) {
            assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
          }
        }
      },
    );
  });
}
