import { z } from "zod";
import { describe } from "../openapi.ts";
import { GroupFaceJson, GroupJson, GroupMemberJson, GroupWithMembersJson, InviteLinkJson } from "./chat_schemas.ts";
import { said } from "./schemas.ts";

const tag = "Groups";
const text = z.string();

export const NewGroupBody = z.object({
  name: text.meta({ description: "1 to 100 characters", examples: ["Harbour Ops"] }),
  description: text.nullish(),
  is_private: z.boolean().nullish(),
  max_members: z.int().nullish().meta({ description: "Up to 10,000; 0 or absent: 100" }),
  member_ids: z.array(text).max(1_000).nullish(),
}).meta({ id: "NewGroup" });

export const GroupChangesBody = z.object({
  name: text.optional(),
  description: text.optional(),
  avatar: text.optional(),
  is_private: z.boolean().optional(),
  max_members: z.int().optional(),
  read_only: z.boolean().optional().meta({ description: "Only the owner and admins write; the owner alone sets it" }),
}).meta({ id: "GroupChanges" });

export const NewMemberBody = z.object({
  user_id: text,
  role: z.enum(["", "member", "admin", "owner"]).nullish().meta({ description: "Absent or empty: member" }),
}).meta({ id: "NewMember" });

export const RoleBody = z.object({ role: z.enum(["admin", "member"]) }).meta({ id: "RoleChange" });
export const TransferBody = z.object({ user_id: text }).meta({ id: "Transfer" });
export const AnnouncementBody = z.object({ announcement: text }).meta({ id: "Announcement" });
export const ArchiveBody = z.object({ archived: z.boolean().default(true) }).meta({ id: "Archive" });
export const InviteBody = z.object({
  expires_in_seconds: z.int().nullish(),
  max_uses: z.int().nullish(),
}).meta({ id: "NewInviteLink" });

const Group = z.object({ group: GroupWithMembersJson });
const asItIsNow = [{ status: 200, text: "The group as it is now", schema: Group }];
const path = "/api/v1/groups/{group_id}";
const common = ["group_not_found", "archived"] as const;

export const GROUPS = [
  describe({
    method: "get",
    path: "/api/v1/groups",
    tag,
    summary: "My groups, the most recently active first",
    answers: [{ status: 200, text: "Groups", schema: z.object({ groups: z.array(GroupJson) }) }],
  }),
  describe({
    method: "post",
    path: "/api/v1/groups",
    tag,
    summary: "Make a group; I become its owner",
    body: NewGroupBody,
    answers: [{ status: 201, text: "The group", schema: Group }],
    failures: ["user_not_found", "group_full"],
  }),
  describe({
    method: "get",
    path: "/api/v1/groups/public",
    tag,
    summary: "Public groups to join, newest first",
    query: z.object({ q: text.optional(), after: text.optional(), limit: text.optional() }),
    answers: [{
      status: 200,
      text: "A page of groups",
      schema: z.object({
        groups: z.array(GroupFaceJson.extend({ max_members: z.int() })),
        next: text.nullable(),
      }),
    }],
  }),
  describe({
    method: "get",
    path,
    tag,
    summary: "One group of mine",
    answers: [{ status: 200, text: "With its first hundred members", schema: Group }],
    failures: ["not_member"],
  }),
  describe({
    method: "put",
    path,
    tag,
    summary: "Change a group's settings; what is absent stays",
    body: GroupChangesBody,
    answers: asItIsNow,
    failures: [...common, "forbidden", "conflict"],
  }),
  describe({
    method: "get",
    path: `${path}/members`,
    tag,
    summary: "Members, a page at a time",
    query: z.object({ after: text.optional(), limit: text.optional() }),
    answers: [{
      status: 200,
      text: "A page of members",
      schema: z.object({ members: z.array(GroupMemberJson), total: z.int(), next: text.nullable() }),
    }],
    failures: ["group_not_found", "invalid"],
  }),
  describe({
    method: "post",
    path: `${path}/members`,
    tag,
    summary: "Add a person; someone present stays as they are",
    body: NewMemberBody,
    answers: [said("Member added successfully")],
    failures: ["not_member", "archived", "cannot_add", "user_not_found", "group_full"],
  }),
  describe({
    method: "put",
    path: `${path}/members/{user_id}`,
    tag,
    summary: "Make a member an admin, or an admin a member",
    body: RoleBody,
    answers: [said("Role changed successfully")],
    failures: [...common, "forbidden", "user_not_found"],
  }),
  describe({
    method: "delete",
    path: `${path}/members/{user_id}`,
    tag,
    summary: "Remove a member, or leave",
    answers: [said("Member removed successfully")],
    failures: ["not_member", "cannot_remove", "user_not_found", "owner_cannot_leave"],
  }),
  describe({
    method: "post",
    path: `${path}/leave`,
    tag,
    summary: "Leave; the owner hands the group over first",
    answers: [said("Left group successfully")],
    failures: ["not_member", "owner_cannot_leave"],
  }),
  describe({
    method: "post",
    path: `${path}/join`,
    tag,
    summary: "Join a public group",
    answers: [{ status: 200, text: "The group", schema: Group }],
    failures: ["group_not_found", "group_full", "archived"],
  }),
  describe({
    method: "post",
    path: `${path}/transfer`,
    tag,
    summary: "Make another member the owner; I stay as an admin",
    body: TransferBody,
    answers: asItIsNow,
    failures: [...common, "forbidden", "user_not_found"],
  }),
  describe({
    method: "put",
    path: `${path}/announcement`,
    tag,
    summary: "Pin a text above the chat; an empty one takes it down",
    body: AnnouncementBody,
    answers: asItIsNow,
    failures: [...common, "forbidden"],
  }),
  describe({
    method: "put",
    path: `${path}/archive`,
    tag,
    summary: "Archive a group, so that nobody writes any more, or bring it back",
    body: ArchiveBody,
    answers: asItIsNow,
    failures: ["group_not_found", "forbidden"],
  }),
  describe({
    method: "get",
    path: `${path}/invites`,
    tag,
    summary: "Links into the group that still work",
    answers: [{
      status: 200,
      text: "Links, without their tokens",
      schema: z.object({ links: z.array(InviteLinkJson) }),
    }],
    failures: ["group_not_found", "forbidden"],
  }),
  describe({
    method: "post",
    path: `${path}/invites`,
    tag,
    summary: "Make a link into the group",
    body: InviteBody,
    answers: [{
      status: 201,
      text: "The link; its token is shown this once",
      schema: z.object({ link: InviteLinkJson, token: text }),
    }],
    failures: [...common, "forbidden"],
  }),
  describe({
    method: "delete",
    path: `${path}/invites/{invite_id}`,
    tag,
    summary: "Make a link worthless",
    answers: [said("Link revoked successfully")],
    failures: ["group_not_found", "forbidden", "not_found"],
  }),
  describe({
    method: "get",
    path: "/api/v1/invites/{token}",
    tag,
    summary: "Where a link leads to",
    answers: [{ status: 200, text: "The group", schema: z.object({ group: GroupFaceJson }) }],
    failures: ["gone"],
  }),
  describe({
    method: "post",
    path: "/api/v1/invites/{token}",
    tag,
    summary: "Join by a link",
    answers: [{ status: 200, text: "The group", schema: Group }],
    failures: ["gone", "group_full"],
  }),
];
