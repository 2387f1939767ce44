import assert from "node:assert/strict";
import type { Actor } from "@/lib/chat/deps.ts";
import { listConversations } from "@/lib/chat/conversation_list.ts";
import { conversationDetails } from "@/lib/chat/conversation_details.ts";
import { createGroup } from "@/lib/chat/groups/create_group.ts";
import {
  createInviteLink,
  findInvite,
  joinByInvite,
  listInviteLinks,
  revokeInviteLink,
} from "@/lib/chat/groups/invite_links.ts";
import { browseGroups, findGroup, listMyGroups } from "@/lib/chat/groups/list_groups.ts";
import {
  addMember,
  changeRole,
  joinGroup,
  leaveGroup,
  removeMember,
  transferGroup,
} from "@/lib/chat/groups/membership.ts";
import { type GroupAction, may, POLICY } from "@/lib/chat/groups/policy.ts";
import { archiveGroup, setAnnouncement, updateGroup } from "@/lib/chat/groups/update_group.ts";
import { listMembers } from "@/lib/chat/list_members.ts";
import { muteConversation } from "@/lib/chat/mute_conversation.ts";
import { recallMessage } from "@/lib/chat/recall_message.ts";
import { timelinePage } from "@/lib/chat/timeline.ts";
import { newId } from "@/lib/ids.ts";
import type { Role } from "@/lib/protocol/messages.ts";
import { codeOf } from "./code_of.ts";
import { openChat, STORES } from "./open_chat.ts";

for (const store of STORES) {
  Deno.test(`groups keep their rules, whoever asks and however many at once, on ${store}`, async (t) => {
    await using chat = await openChat({ store });
    const { deps, db, say, heard } = chat;
    const [owner, admin, member, other, outsider] = await chat.people("owner", "admin", "member", "other", "outsider");
    const group = async (options: { isPrivate?: boolean; maxMembers?: number; memberIds?: readonly string[] } = {}) => {
      const memberIds = options.memberIds ?? [admin.id, member.id, other.id];
      const { groupId } = await createGroup(deps, owner, { name: "Group", ...options, memberIds });
      if (memberIds.includes(admin.id)) await changeRole(deps, owner, groupId, admin.id, "admin");
      return groupId;
    };
    const rolesOf = async (groupId: string) =>
      new Map((await findGroup(deps, owner.id, groupId)).members.map((row) => [row.user.username, row.role]));
    const lastFacts = () => heard.facts.at(-1);

    await t.step("a group begins with its owner and all its members, in one announcement", async () => {
      const groupId = await group({ memberIds: [member.id, member.id, owner.id] });
      const { members, owner_id, max_members, is_private, member_count } = await findGroup(deps, owner.id, groupId);
      assert.deepEqual(members.map((row) => [row.user.username, row.role, row.is_admin]), [
        ["owner", "owner", true],
        ["member", "member", false],
      ]);
      assert.deepEqual([owner_id, max_members, is_private, member_count], [owner.id, 100, false, 2]);
      assert.deepEqual(lastFacts()?.joined?.toSorted(), [owner.id, member.id].toSorted());
      assert.deepEqual(lastFacts()?.facts.map(({ seq, frame }) => [seq, frame.type]), [[1, "group_updated"]]);
    });

    await t.step("a group with someone who does not exist is not half made", async () => {
      const before = (await listMyGroups(deps, owner.id)).length;
      for (const bad of [newId(), "x"]) {
        assert.equal(
          await codeOf(createGroup(deps, owner, { name: "Half", memberIds: [member.id, bad] })),
          "user_not_found",
        );
      }
      assert.equal((await listMyGroups(deps, owner.id)).length, before);
      assert.equal((await db.sql`select 1 from conversations where name = 'Half'`).length, 0);
    });

    await t.step("names, texts and sizes have limits, each with a sentence", async () => {
      const make = (name: string, more = {}) => codeOf(createGroup(deps, owner, { name, ...more }));
      assert.equal(await make("海".repeat(100)), "done");
      for (const name of ["", "  ", "a".repeat(101), "two\nlines", "a\0b"]) {
        assert.equal(await make(name), "invalid", name);
      }
      for (const maxMembers of [-1, 1.5, 10_001]) assert.equal(await make("x", { maxMembers }), "invalid");
      assert.equal(await make("x", { maxMembers: 10_000 }), "done");
      assert.equal(await make("x", { description: "d".repeat(1_001) }), "invalid");
      await assert.rejects(createGroup(deps, owner, { name: "a".repeat(101) }), {
        message: "name has 101 characters; at most 100 are allowed",
        field: "name",
      });
      const groupId = await group();
      assert.equal(await codeOf(updateGroup(deps, owner, groupId, { avatar: "https://example.org/x.png" })), "invalid");
      assert.equal(await codeOf(setAnnouncement(deps, owner, groupId, "x".repeat(2_001))), "invalid");
    });

    await t.step("the table of rights is what the database does, cell by cell", async () => {
      const actors: Record<Role, Actor> = { owner, admin, member };
      const acts: Record<GroupAction, (actor: Actor, groupId: string) => Promise<unknown>> = {
        write: (actor, groupId) => say(actor, { groupId }, "x"),
        write_when_read_only: async (actor, groupId) => {
          await updateGroup(deps, owner, groupId, { readOnly: true });
          await say(actor, { groupId }, "x");
        },
        recall_of_others: async (actor, groupId) => recallMessage(deps, actor, (await say(other, { groupId }, "x")).id),
        add_member: (actor, groupId) => addMember(deps, actor, groupId, outsider.id, "member"),
        add_admin: (actor, groupId) => addMember(deps, actor, groupId, outsider.id, "admin"),
        remove_member: (actor, groupId) => removeMember(deps, actor, groupId, other.id),
        remove_admin: async (actor, groupId) => {
          await changeRole(deps, owner, groupId, other.id, "admin");
          await removeMember(deps, actor, groupId, other.id);
        },
        change_role: (actor, groupId) => changeRole(deps, actor, groupId, other.id, "admin"),
        transfer: (actor, groupId) => transferGroup(deps, actor, groupId, other.id),
        update: (actor, groupId) => updateGroup(deps, actor, groupId, { name: "Renamed" }),
        announce: (actor, groupId) => setAnnouncement(deps, actor, groupId, "Hear"),
        set_read_only: (actor, groupId) => updateGroup(deps, actor, groupId, { readOnly: true }),
        archive: (actor, groupId) => archiveGroup(deps, actor, groupId, true),
        invite_links: (actor, groupId) => createInviteLink(deps, actor, groupId, {}),
        leave: (actor, groupId) => leaveGroup(deps, actor, groupId),
      };
      for (const action of Object.keys(POLICY) as GroupAction[]) {
        for (const role of ["owner", "admin", "member"] as const) {
          const code = await codeOf(acts[action](actors[role], await group()));
          assert.equal(code === "done", may(role, action), `${role} ${action}: ${code}`);
        }
        const code = await codeOf(acts[action](outsider, await group()));
        assert.ok(["not_member", "message_not_found"].includes(code), `outsider ${action}: ${code}`);
      }
    });

    await t.step("nobody grants more than they hold, and the owner stays", async () => {
      const groupId = await group();
      assert.equal(await codeOf(addMember(deps, admin, groupId, outsider.id, "owner")), "cannot_add");
      assert.equal(await codeOf(removeMember(deps, admin, groupId, owner.id)), "cannot_remove");
      assert.equal(await codeOf(removeMember(deps, owner, groupId, owner.id)), "owner_cannot_leave");
      assert.equal(await codeOf(changeRole(deps, owner, groupId, owner.id, "member")), "forbidden");
      assert.equal((await rolesOf(groupId)).get("owner"), "owner");
    });

    await t.step("adding someone who is there changes nothing, not even the role", async () => {
      const groupId = await group();
      const before = heard.facts.length;
      await addMember(deps, owner, groupId, admin.id, "member");
      assert.equal((await rolesOf(groupId)).get("admin"), "admin");
      assert.equal(heard.facts.length, before);
    });

    await t.step("members come, go and come back, each time with one frame", async () => {
      const groupId = await group({ memberIds: [member.id] });
      const drive = async (work: Promise<unknown>, type: string, moved: "joined" | "left", whom: Actor) => {
        await work;
        const facts = lastFacts();
        assert.deepEqual(facts?.facts.map(({ frame }) => frame.type), [type]);
        assert.deepEqual(facts?.[moved], [whom.id]);
        const [fact] = facts?.facts ?? [];
        assert.ok(fact && "content" in fact.frame && typeof fact.frame.content === "object");
        assert.equal(fact.frame.content.user_id, whom.id);
      };
      await drive(addMember(deps, owner, groupId, other.id, "member"), "group_member_added", "joined", other);
      await drive(removeMember(deps, owner, groupId, other.id), "group_member_removed", "left", other);
      await drive(joinGroup(deps, other, groupId), "group_member_added", "joined", other);
      await drive(leaveGroup(deps, other, groupId), "group_member_left", "left", other);
      await drive(addMember(deps, owner, groupId, other.id, "admin"), "group_member_added", "joined", other);
      assert.equal(await codeOf(removeMember(deps, owner, groupId, outsider.id)), "user_not_found");
      assert.equal(await codeOf(removeMember(deps, owner, groupId, "x")), "user_not_found");
    });

    await t.step("who was removed reads nothing more; who joins reads everything", async () => {
      const groupId = await group({ memberIds: [member.id] });
      await say(owner, { groupId }, "before");
      await joinGroup(deps, other, groupId);
      const contents = (await timelinePage(deps, other.id, groupId)).messages.map((row) =>
        "content" in row && row.content
      );
      assert.ok(contents.includes("before"));
      const listed = (await listConversations(deps, other.id)).find(({ id }) => id === groupId);
      assert.equal(listed?.unread, 0, "what was there already counts as read");
      await removeMember(deps, owner, groupId, other.id);
      for (
        const reading of [
          () => timelinePage(deps, other.id, groupId),
          () => conversationDetails(deps, other.id, groupId),
          () => listMembers(deps, other.id, groupId, {}),
          () => muteConversation(deps, other, groupId, true),
        ]
      ) assert.equal(await codeOf(reading()), "not_found");
      assert.equal(await codeOf(findGroup(deps, other.id, groupId)), "not_member");
      assert.ok(!(await listConversations(deps, other.id)).some(({ id }) => id === groupId));
    });

    await t.step("public groups are found and joined, private ones are not there", async () => {
      const open = await group();
      const closed = await group({ isPrivate: true });
      await updateGroup(deps, owner, open, { name: "Kite 100%_flyers", description: "on the beach" });
      const names = async (query: string) =>
        (await browseGroups(deps, outsider.id, { query })).groups.map((row) => row.id);
      assert.deepEqual(await names("kite"), [open]);
      assert.deepEqual(await names("BEACH"), [open]);
      assert.deepEqual(await names("100%_"), [open]);
      assert.deepEqual(await names("100_"), []);
      assert.equal(await codeOf(joinGroup(deps, outsider, open)), "done");
      assert.equal(await codeOf(joinGroup(deps, outsider, open)), "done");
      for (const hidden of [closed, newId(), "x"]) {
        assert.equal(await codeOf(joinGroup(deps, outsider, hidden)), "group_not_found");
      }
      const all: string[] = [];
      for (let after: string | null = null;;) {
        const page: Awaited<ReturnType<typeof browseGroups>> = await browseGroups(deps, outsider.id, {
          after,
          limit: 7,
        });
        all.push(...page.groups.map((row) => row.id));
        if (page.next === null) break;
        after = page.next;
      }
      assert.equal(new Set(all).size, all.length);
      assert.ok(all.includes(open) && !all.includes(closed));
    });

    await t.step("fifty join the last five places, and five get in", async () => {
      const groupId = await group({ maxMembers: 6, memberIds: [] });
      const crowd = await chat.people(...Array.from({ length: 50 }, (_, i) => `crowd${i}`));
      const codes = await Promise.all(crowd.map((actor) => codeOf(joinGroup(deps, actor, groupId))));
      assert.equal(codes.filter((code) => code === "done").length, 5);
      assert.equal(codes.filter((code) => code === "group_full").length, 45);
      assert.equal((await findGroup(deps, owner.id, groupId)).member_count, 6);
      assert.equal(await codeOf(addMember(deps, owner, groupId, outsider.id, "member")), "group_full");
      assert.equal(await codeOf(updateGroup(deps, owner, groupId, { maxMembers: 5 })), "conflict");
    });

    await t.step("ownership handed to fifty at once goes to one, and there is one owner at every moment", async () => {
      const groupId = await group();
      const heirs = [admin, member, other];
      const codes = await Promise.all(
        Array.from({ length: 50 }, (_, i) => codeOf(transferGroup(deps, owner, groupId, (heirs[i % 3] ?? admin).id))),
      );
      assert.equal(codes.filter((code) => code === "done").length, 1);
      assert.ok(codes.every((code) => code === "done" || code === "forbidden"));
      const owners = [...await rolesOf(groupId)].filter(([, role]) => role === "owner");
      assert.equal(owners.length, 1);
      assert.notEqual(owners[0]?.[0], "owner");
      assert.equal((await rolesOf(groupId)).get("owner"), "admin");
      assert.equal(await codeOf(leaveGroup(deps, owner, groupId)), "done");
    });

    await t.step("a link lets in whom it should, as often and as long as it should", async () => {
      const groupId = await group({ isPrivate: true });
      const guests = await chat.people(...Array.from({ length: 10 }, (_, i) => `guest${i}`));
      const { link, token } = await createInviteLink(deps, admin, groupId, { maxUses: 3, expiresInMs: 60_000 });
      assert.match(token, /^[\w-]{43}$/);
      assert.equal(
        (await db.sql`select 1 from invites where token_hash = ${new TextEncoder().encode(token)}`).length,
        0,
      );
      const face = await findInvite(deps, outsider.id, token);
      assert.deepEqual([face.groupId, face.name, face.joined, face.memberCount], [groupId, "Group", false, 4]);
      assert.equal(await codeOf(joinByInvite(deps, member, token)), "done", "who is in already does not use it up");
      const codes = await Promise.all(guests.map((guest) => codeOf(joinByInvite(deps, guest, token))));
      assert.equal(codes.filter((code) => code === "done").length, 3);
      assert.equal(codes.filter((code) => code === "gone").length, 7);
      assert.equal(await codeOf(findInvite(deps, outsider.id, token)), "gone");
      assert.deepEqual(await listInviteLinks(deps, admin, groupId), []);

      const second = await createInviteLink(deps, admin, groupId, { expiresInMs: 60_000 });
      assert.equal(await codeOf(findInvite(deps, outsider.id, second.token)), "done");
      chat.advance(61_000);
      assert.equal(await codeOf(joinByInvite(deps, outsider, second.token)), "gone");
      chat.advance(-61_000);
      assert.equal(await codeOf(revokeInviteLink(deps, other, groupId, second.link.id)), "forbidden");
      assert.equal(await codeOf(revokeInviteLink(deps, admin, groupId, second.link.id)), "done");
      assert.equal(await codeOf(joinByInvite(deps, outsider, second.token)), "gone");
      assert.equal(await codeOf(revokeInviteLink(deps, admin, groupId, link.id)), "done");
      for (const bad of ["x", "a".repeat(43), ""]) {
        assert.equal(await codeOf(findInvite(deps, outsider.id, bad)), "gone");
      }
      for (const maxUses of [0, -1, 1.5]) {
        assert.equal(await codeOf(createInviteLink(deps, admin, groupId, { maxUses })), "invalid");
      }
    });

    await t.step("a full group gives the use of a link back", async () => {
      const groupId = await group({ isPrivate: true, maxMembers: 4 });
      const { token } = await createInviteLink(deps, owner, groupId, { maxUses: 1 });
      assert.equal(await codeOf(joinByInvite(deps, outsider, token)), "group_full");
      await removeMember(deps, owner, groupId, other.id);
      assert.equal(await codeOf(joinByInvite(deps, outsider, token)), "done");
    });

    await t.step("an archived group is read, and nothing else, until the owner reopens it", async () => {
      const groupId = await group();
      const { id } = await say(member, { groupId }, "x");
      await archiveGroup(deps, owner, groupId, true);
      for (
        const act of [
          () => say(owner, { groupId }, "x"),
          () => recallMessage(deps, member, id),
          () => addMember(deps, owner, groupId, outsider.id, "member"),
          () => joinGroup(deps, outsider, groupId),
          () => updateGroup(deps, owner, groupId, { name: "x" }),
          () => createInviteLink(deps, owner, groupId, {}),
        ]
      ) assert.equal(await codeOf(act()), "archived");
      assert.equal(await codeOf(timelinePage(deps, member.id, groupId)), "done");
      assert.equal(await codeOf(leaveGroup(deps, other, groupId)), "done");
      await archiveGroup(deps, owner, groupId, false);
      assert.equal(await codeOf(say(owner, { groupId }, "x")), "done");
    });

    await t.step("settings that really change make one system message, with the new values", async () => {
      const groupId = await group();
      await updateGroup(deps, owner, groupId, { name: "Group", description: "New" });
      const [fact] = lastFacts()?.facts ?? [];
      assert.ok(fact?.frame.type === "group_updated");
      assert.deepEqual(fact.frame.fact, { action: "group_updated", changes: { description: "New" } });
      const before = heard.facts.length;
      await updateGroup(deps, owner, groupId, { name: "Group", description: "New" });
      assert.equal(heard.facts.length, before);
      await setAnnouncement(deps, admin, groupId, "  Hear  ");
      const details = await conversationDetails(deps, member.id, groupId);
      assert.deepEqual([details.announcement, details.announcement_by], ["Hear", admin.id]);
    });

    await t.step("muting is for me alone", async () => {
      const groupId = await group();
      await muteConversation(deps, member, groupId, true);
      const muted = async (actor: Actor) => (await conversationDetails(deps, actor.id, groupId)).muted;
      assert.deepEqual([await muted(member), await muted(other)], [true, false]);
      assert.equal(await codeOf(muteConversation(deps, outsider, groupId, true)), "not_found");
    });

    await t.step("members are paged: owner, admins, then the others by name", async () => {
      const groupId = await group();
      const names: string[] = [];
      for (let after: string | null = null;;) {
        const page: Awaited<ReturnType<typeof listMembers>> = await listMembers(deps, member.id, groupId, {
          after,
          limit: 1,
        });
        assert.equal(page.total, 4);
        names.push(...page.members.map(({ user }) => user.username));
        if (page.next === null) break;
        after = page.next;
      }
      assert.deepEqual(names, ["owner", "admin", "member", "other"]);
      assert.equal(await codeOf(listMembers(deps, member.id, groupId, { after: "nonsense" })), "invalid");
    });
  });
}
