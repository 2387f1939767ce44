import assert from "node:assert/strict";
import { z } from "zod";
import { newId } from "@/lib/ids.ts";
import {
  ConversationDetailsJson,
  GroupFaceJson,
  GroupJson,
  GroupMemberJson,
  GroupWithMembersJson,
  InviteLinkJson,
} from "@/lib/http/api/chat_schemas.ts";
import { api, connect, people, type Person, request } from "../support/client.ts";
import { startServer } from "../support/server.ts";
import { refused, shaped } from "./answers.ts";

const Group = z.object({ group: GroupWithMembersJson });
/** What tell outsiders, and what they hear elsewhere. */
const NOT_MEMBER = ["Not a member of this group", "not_member"] as const;
const NO_GROUP = ["Group not found", "group_not_found"] as const;

Deno.test("groups over HTTP are what the contract says", async (t) => {
  await using server = await startServer({ env: { FRESHET_LIMITS: "off" } });
  const [owner, admin, member, other, outsider] = await people(
    server,
    "owner",
    "admin",
    "member",
    "other",
    "outsider",
  ) as [
    Person,
    Person,
    Person,
    Person,
    Person,
  ];
  const create = async (body: Record<string, unknown> = {}) =>
    shaped(await api(owner, "POST", "/api/v1/groups", { name: "Harbour", ...body }), 201, Group).group;
  /** With an admin and two members. */
  const staffed = async (body: Record<string, unknown> = {}) => {
    const { id } = await create({ member_ids: [member.id, other.id], ...body });
    await add(owner, id, { user_id: admin.id, role: "admin" });
    return id;
  };
  const add = (who: Person, id: string, body: unknown) => api(who, "POST", `/api/v1/groups/${id}/members`, body);
  const remove = (who: Person, id: string, whom: string) => api(who, "DELETE", `/api/v1/groups/${id}/members/${whom}`);
  const find = async (who: Person, id: string) =>
    shaped(await api(who, "GET", `/api/v1/groups/${id}`), 200, Group).group;
  const roleOf = async (id: string, who: Person) =>
    (await find(owner, id)).members.find((row) => row.user_id === who.id)?.role;

  await t.step("R-13 a group is created with the contract's defaults, its maker the owner", async () => {
    const group = await create({ description: "Boats" });
    assert.deepEqual(
      [group.name, group.description, group.owner_id, group.is_private, group.max_members, group.member_count],
      ["Harbour", "Boats", owner.id, false, 100, 1],
    );
    assert.equal(group.owner?.username, "owner");
    assert.deepEqual(group.members.map((row) => [row.user_id, row.role, row.is_admin, row.is_active]), [
      [owner.id, "owner", true, true],
    ]);
    assert.equal((await create({ max_members: 0, is_private: true })).max_members, 100);
    const post = (body: unknown) => api(owner, "POST", "/api/v1/groups", body);
    refused(await post({}), 400, "name is missing", "invalid");
    refused(await post({ name: " " }), 400, "name is missing", "invalid");
    refused(await post({ name: "x".repeat(101) }), 400, "name has 101 characters; at most 100 are allowed", "invalid");
    for (const max_members of [-1, 10_001, 1.5, "5"]) {
      assert.equal((await post({ name: "x", max_members })).status, 400);
    }
    const forged = await create({ owner_id: other.id, id: newId(), last_seq: 99, created_at: "2001-01-01T00:00:00Z" });
    assert.deepEqual([forged.owner_id, forged.last_seq], [owner.id, 1]);
  });

  await t.step("R-14 my groups come with owner and unread, the most recently active first", async () => {
    const first = await staffed({ name: "First" });
    const second = await staffed({ name: "Second" });
    await api(owner, "POST", `/api/v1/messages/group/${first}`, { content: "news" });
    const { groups } = shaped(
      await api(member, "GET", "/api/v1/groups"),
      200,
      z.object({ groups: z.array(GroupJson) }),
    );
    assert.deepEqual(groups.slice(0, 2).map((group) => [group.id, group.unread, group.owner?.username]), [
      [first, 1, "owner"],
      [second, 0, "owner"],
    ]);
    assert.ok(!groups.some((group) => group.name === "Harbour"));
    assert.deepEqual((await api(outsider, "GET", "/api/v1/groups")).body, { groups: [] });
  });

  await t.step("R-15 a group is shown to its members; outsiders and unknown ids get one answer", async () => {
    const id = await staffed();
    const group = await find(member, id);
    assert.deepEqual(group.members.map((row) => row.user.username), ["owner", "admin", "member", "other"]);
    await remove(owner, id, other.id);
    assert.deepEqual((await find(member, id)).members.map((row) => row.user.username), ["owner", "admin", "member"]);
    for (const [who, what] of [[outsider, id], [other, id], [member, newId()], [member, "x"]] as const) {
      refused(await api(who, "GET", `/api/v1/groups/${what}`), 403, ...NOT_MEMBER);
    }
    assert.doesNotMatch(JSON.stringify(await find(member, id)), /example\.org/, "no e-mail");
  });

  await t.step("R-16 owner and admins add members; an empty role is a member", async () => {
    const { id } = await create();
    const added = await add(owner, id, { user_id: admin.id, role: "admin" });
    assert.deepEqual([added.status, added.body], [200, { message: "Member added successfully" }]);
    assert.equal((await add(admin, id, { user_id: member.id, role: "" })).status, 200);
    assert.deepEqual([await roleOf(id, admin), await roleOf(id, member)], ["admin", "member"]);
    refused(await add(member, id, { user_id: other.id }), 403, "Not authorized to add members", "cannot_add");
    for (const [who, what] of [[outsider, id], [owner, newId()], [owner, "x"]] as const) {
      refused(await add(who, what, { user_id: other.id }), 403, ...NOT_MEMBER);
    }
    refused(await add(owner, id, {}), 400, "user_id is missing", "invalid");
    assert.equal((await add(owner, id, { user_id: other.id, role: "king" })).status, 400);
    for (const user_id of [newId(), "x"]) {
      refused(await add(owner, id, { user_id }), 404, "User not found", "user_not_found");
    }
    assert.equal((await add(owner, id, { user_id: admin.id, role: "member" })).status, 200, "present already");
    assert.equal(await roleOf(id, admin), "admin");
  });

  await t.step("R-17 admins remove members, anyone removes oneself, nobody the owner", async () => {
    const id = await staffed();
    refused(await remove(member, id, other.id), 403, "Not authorized to remove this member", "cannot_remove");
    refused(await remove(admin, id, owner.id), 403, "Not authorized to remove this member", "cannot_remove");
    const removed = await remove(admin, id, other.id);
    assert.deepEqual([removed.status, removed.body], [200, { message: "Member removed successfully" }]);
    refused(await remove(admin, id, other.id), 404, "User not found", "user_not_found");
    refused(await remove(outsider, id, member.id), 403, ...NOT_MEMBER);
    assert.equal((await remove(member, id, member.id)).status, 200);
    refused(await api(member, "GET", `/api/v1/groups/${id}`), 403, ...NOT_MEMBER);
    refused(await remove(owner, id, owner.id), 400, "Group owner cannot leave group directly", "owner_cannot_leave");
  });

  await t.step("R-18 members leave; the owner hands over first", async () => {
    const id = await staffed();
    const leave = (who: Person, what = id) => api(who, "POST", `/api/v1/groups/${what}/leave`);
    const left = await leave(member);
    assert.deepEqual([left.status, left.body], [200, { message: "Left group successfully" }]);
    refused(await leave(member), 403, ...NOT_MEMBER);
    refused(await leave(outsider, newId()), 403, ...NOT_MEMBER);
    refused(await leave(owner), 400, "Group owner cannot leave group directly", "owner_cannot_leave");
    const transferred = await api(owner, "POST", `/api/v1/groups/${id}/transfer`, { user_id: admin.id });
    assert.equal(shaped(transferred, 200, Group).group.owner_id, admin.id);
    assert.equal((await leave(owner)).status, 200);
  });

  await t.step("members see each change live, once, and the removed person nothing after it", async () => {
    const { id } = await create({ member_ids: [member.id] });
    await using memberSocket = await connect(member);
    await using otherSocket = await connect(other);
    await add(owner, id, { user_id: other.id });
    for (const socket of [memberSocket, otherSocket]) {
      const frame = await socket.next("group_member_added", (added) => added.group_id === id);
      assert.deepEqual(frame.content, { group_id: id, user_id: other.id, role: "member" });
      assert.equal(frame.from, owner.id);
    }
    await api(owner, "PUT", `/api/v1/groups/${id}`, { name: "Renamed" });
    for (const socket of [memberSocket, otherSocket]) {
      await socket.next("group_updated", (frame) => frame.group_id === id);
    }
    await remove(owner, id, other.id);
    for (const socket of [memberSocket, otherSocket]) {
      const frame = await socket.next("group_member_removed", (removed) => removed.group_id === id);
      assert.deepEqual(frame.content, { group_id: id, user_id: other.id });
    }
    await api(owner, "POST", `/api/v1/messages/group/${id}`, { content: "after" });
    await memberSocket.next("group", (frame) => frame.content === "after");
    await otherSocket.settle();
    otherSocket.expectNone("group");
    await api(member, "POST", `/api/v1/groups/${id}/leave`);
    const frame = await memberSocket.next("group_member_left", (left) => left.group_id === id);
    assert.deepEqual(frame.content, { group_id: id, user_id: member.id });
  });

  await t.step("settings, announcement and archive are the owner's and admins'", async () => {
    const id = await staffed();
    const put = (who: Person, path: string, body: unknown) => api(who, "PUT", `/api/v1/groups/${id}${path}`, body);
    const changed = shaped(await put(admin, "", { name: "New", description: "D", is_private: true }), 200, Group).group;
    assert.deepEqual([changed.name, changed.description, changed.is_private, changed.max_members], [
      "New",
      "D",
      true,
      100,
    ]);
    refused(await put(member, "", { name: "Mine" }), 403, "You cannot do this here", "forbidden");
    refused(await put(outsider, "", { name: "Mine" }), 404, ...NO_GROUP);
    refused(await put(admin, "", { read_only: true }), 403, "You cannot do this here", "forbidden");
    refused(
      await put(owner, "", { max_members: 3 }),
      409,
      "Cannot change group: it has more than 3 members",
      "conflict",
    );
    const announced = shaped(await put(admin, "/announcement", { announcement: "Hear" }), 200, Group).group;
    assert.equal(announced.announcement, "Hear");
    refused(await put(member, "/announcement", { announcement: "x" }), 403, "You cannot do this here", "forbidden");
    refused(await put(admin, "/archive", {}), 403, "You cannot do this here", "forbidden");
    assert.equal(shaped(await put(owner, "/archive", {}), 200, Group).group.archived, true);
    refused(
      await api(owner, "POST", `/api/v1/messages/group/${id}`, { content: "x" }),
      403,
      "This group is archived",
      "archived",
    );
    assert.equal(shaped(await put(owner, "/archive", { archived: false }), 200, Group).group.archived, false);
  });

  await t.step("public groups are browsed and joined, private ones are not there", async () => {
    const open = await create({ name: "Kites of the north" });
    const closed = await create({ name: "Kites in secret", is_private: true });
    const answer = await api(outsider, "GET", "/api/v1/groups/public?q=kites");
    const Page = z.object({
      groups: z.array(GroupFaceJson.extend({ max_members: z.int() })),
      next: z.string().nullable(),
    });
    assert.deepEqual(shaped(answer, 200, Page).groups.map((group) => [group.id, group.joined]), [[open.id, false]]);
    const join = (id: string) => api(outsider, "POST", `/api/v1/groups/${id}/join`);
    assert.equal(shaped(await join(open.id), 200, Group).group.member_count, 2);
    for (const id of [closed.id, newId(), "x"]) refused(await join(id), 404, "Group not found", "group_not_found");
    const Details = z.object({ conversation: ConversationDetailsJson });
    shaped(await api(outsider, "GET", `/api/v1/conversations/${open.id}`), 200, Details);
  });

  await t.step(
    "elsewhere a group does not exist for outsiders, be it public or private, as for unknown ids",
    async () => {
      const routes: [string, string, unknown, number][] = [
        ["GET", "/members", undefined, 200],
        ["PUT", "", { description: "new" }, 200],
        ["PUT", "/announcement", { announcement: "soon" }, 200],
        ["GET", "/invites", undefined, 200],
        ["POST", "/invites", {}, 201],
        ["PUT", `/members/${member.id}`, { role: "admin" }, 200],
        ["POST", "/transfer", { user_id: owner.id }, 200],
        ["PUT", "/archive", { archived: true }, 200],
      ];
      const groups = [await staffed({ is_private: true }), await staffed()];
      for (const [method, path, body, status] of routes) {
        for (const id of [...groups, newId(), "x"]) {
          refused(await api(outsider, method, `/api/v1/groups/${id}${path}`, body), 404, ...NO_GROUP);
        }
        for (const id of groups) {
          assert.equal((await api(owner, method, `/api/v1/groups/${id}${path}`, body)).status, status, path);
        }
      }
      for (const id of [...groups, newId(), "x"]) {
        refused(await api(outsider, "POST", `/api/v1/messages/group/${id}`, { content: "x" }), 404, ...NO_GROUP);
      }
    },
  );

  await t.step("a full group is 409, also when many come at once", async () => {
    const { id } = await create({ name: "Small", max_members: 2 });
    const answers = await Promise.all(
      [admin, member, other, outsider].map((who) => api(who, "POST", `/api/v1/groups/${id}/join`)),
    );
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409, 409, 409]);
    const full = answers.find(({ status }) => status === 409);
    assert.deepEqual(full?.body, { error: "This group is full", code: "group_full" });
    assert.equal((await find(owner, id)).member_count, 2);
  });

  await t.step("a link into a private group is shown once, used, and revoked", async () => {
    const id = await staffed({ is_private: true });
    const path = `/api/v1/groups/${id}/invites`;
    const Made = z.object({ link: InviteLinkJson, token: z.string() });
    const { link, token } = shaped(
      await api(admin, "POST", path, { max_uses: 2, expires_in_seconds: 3_600 }),
      201,
      Made,
    );
    assert.deepEqual([link.uses, link.max_uses, link.created_by], [0, 2, admin.id]);
    const listed = await api(owner, "GET", path);
    assert.deepEqual(shaped(listed, 200, z.object({ links: z.array(InviteLinkJson) })).links, [link]);
    assert.ok(!JSON.stringify(listed.body).includes(token));
    refused(await api(member, "GET", path), 403, "You cannot do this here", "forbidden");
    refused(await api(outsider, "GET", path), 404, ...NO_GROUP);
    const face = shaped(
      await api(outsider, "GET", `/api/v1/invites/${token}`),
      200,
      z.object({ group: GroupFaceJson }),
    );
    assert.deepEqual([face.group.id, face.group.joined, face.group.member_count], [id, false, 4]);
    assert.equal(shaped(await api(outsider, "POST", `/api/v1/invites/${token}`), 200, Group).group.member_count, 5);
    const revoked = await api(admin, "DELETE", `${path}/${link.id}`);
    assert.deepEqual(revoked.body, { message: "Link revoked successfully" });
    for (const dead of [token, "x", "a".repeat(43)]) {
      refused(await api(outsider, "POST", `/api/v1/invites/${dead}`), 410, "This link is no longer valid", "gone");
    }
    assert.equal((await api(admin, "POST", path, { max_uses: 0 })).status, 400);
  });

  await t.step("members are paged and roles changed by the owner", async () => {
    const id = await staffed();
    const Page = z.object({ members: z.array(GroupMemberJson), total: z.int(), next: z.string().nullable() });
    const first = shaped(await api(member, "GET", `/api/v1/groups/${id}/members?limit=3`), 200, Page);
    assert.deepEqual([first.members.map((row) => row.user.username), first.total], [["owner", "admin", "member"], 4]);
    const rest = await api(
      member,
      "GET",
      `/api/v1/groups/${id}/members?limit=3&after=${encodeURIComponent(first.next ?? "")}`,
    );
    assert.deepEqual(shaped(rest, 200, Page).members.map((row) => row.user.username), ["other"]);
    const change = (who: Person, whom: Person, role: string) =>
      api(who, "PUT", `/api/v1/groups/${id}/members/${whom.id}`, { role });
    assert.deepEqual((await change(owner, member, "admin")).body, { message: "Role changed successfully" });
    assert.equal(await roleOf(id, member), "admin");
    refused(await change(admin, other, "admin"), 403, "You cannot do this here", "forbidden");
    refused(await change(outsider, other, "admin"), 404, ...NO_GROUP);
    assert.equal((await change(owner, member, "owner")).status, 400);
  });

  await t.step("B18 nobody takes or grants more than they hold, and there is always an owner", async () => {
    const id = await staffed();
    refused(
      await add(admin, id, { user_id: outsider.id, role: "owner" }),
      403,
      "Not authorized to add members",
      "cannot_add",
    );
    refused(await remove(admin, id, owner.id), 403, "Not authorized to remove this member", "cannot_remove");
    refused(await remove(owner, id, owner.id), 400, "Group owner cannot leave group directly", "owner_cannot_leave");
    refused(
      await api(admin, "POST", `/api/v1/groups/${id}/transfer`, { user_id: admin.id }),
      403,
      "You cannot do this here",
      "forbidden",
    );
    const roles = (await find(owner, id)).members.map((row) => [row.role, row.is_admin]);
    assert.deepEqual(roles, [["owner", true], ["admin", true], ["member", false], ["member", false]]);
  });

  await t.step("B25 a group that cannot be made whole is not made at all", async () => {
    const count = async () => ((await api(owner, "GET", "/api/v1/groups")).body.groups as unknown[]).length;
    const before = await count();
    refused(
      await api(owner, "POST", "/api/v1/groups", { name: "Orphan", member_ids: [member.id, newId()] }),
      404,
      "User not found",
      "user_not_found",
    );
    assert.equal(await count(), before);
    assert.deepEqual((await api(outsider, "GET", "/api/v1/groups/public?q=Orphan")).body, { groups: [], next: null });
  });

  await t.step("nobody signed in gets the contract's 401", async () => {
    for (const path of ["groups", "groups/public", `groups/${newId()}`]) {
      refused(
        await request(server, "GET", `/api/v1/${path}`),
        401,
        "Authorization header is required",
        "authorization_required",
      );
    }
  });
});
