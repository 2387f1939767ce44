import { type ListedRow, listForPerson, pagePublicGroups } from "@/db/conversations.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import type { MemberJson } from "@/lib/protocol/messages.ts";
import { accessGroup } from "../access.ts";
import type { ChatDeps } from "../deps.ts";
import { membersOf } from "../list_members.ts";
import { findPeople } from "../people/person_json.ts";
import { clampLimit } from "../timeline.ts";
import type { GroupJson, GroupMemberJson, PublicGroupJson } from "./group_json.ts";

/** My groups, the most recently active first. */
export async function listMyGroups(deps: ChatDeps, userId: string): Promise<readonly GroupJson[]> {
  const rows = await listForPerson(deps.db, userId, null);
  return await showAll(deps, userId, rows.filter((row) => row.kind === "group"));
}

/** One group of mine with its first hundred members. */
export async function findGroup(
  deps: ChatDeps,
  userId: string,
  groupId: string,
): Promise<GroupJson & { readonly members: readonly GroupMemberJson[] }> {
  const access = await accessGroup(deps, userId, groupId, "read");
  const [rows, { members }] = await Promise.all([
    listForPerson(deps.db, userId, [access.conversationId]),
    membersOf(deps, userId, access, { limit: 100 }),
  ]);
  const [group] = await showAll(deps, userId, rows);
  if (!group) throw new ChatError("not_member");
  return { ...group, members: members.map((member) => groupMemberJson(groupId, member)) };
}

export interface PublicGroupsPage {
  readonly groups: readonly PublicGroupJson[];
  /** Give it as `after` for the next page; null at the end. */
  readonly next: string | null;
}

/** Public groups to join, newest first; `query` narrows by name and description. */
export async function browseGroups(
  deps: ChatDeps,
  userId: string,
  window: { readonly query?: string; readonly after?: string | null; readonly limit?: number },
): Promise<PublicGroupsPage> {
  const limit = clampLimit(window.limit);
  const query = (window.query ?? "").trim().slice(0, 100);
  const after = window.after && isId(window.after) ? window.after : null;
  const rows = await pagePublicGroups(deps.db, userId, query === "" ? null : containing(query), after, limit + 1);
  const shown = rows.slice(0, limit);
  return {
    groups: shown.map((row) => ({
      id: row.id,
      name: row.name,
      description: row.description,
      avatar: row.avatar,
      member_count: row.memberCount,
      max_members: row.maxMembers,
      joined: row.joined,
    })),
    next: rows.length > limit ? shown.at(-1)?.id ?? null : null,
  };
}

/** A pattern for `ilike` that takes the text literally. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

async function showAll(deps: ChatDeps, userId: string, rows: readonly ListedRow[]): Promise<GroupJson[]> {
  const owners = await findPeople(deps, userId, rows.flatMap((row) => row.ownerId ?? []));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    avatar: row.avatar,
    owner_id: row.ownerId ?? "",
    max_members: row.maxMembers,
    is_private: row.isPrivate,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    owner: row.ownerId === null ? null : owners.get(row.ownerId) ?? null,
    member_count: row.memberCount,
    announcement: row.announcement,
    read_only: row.readOnly,
    archived: row.archived,
    last_seq: row.lastSeq,
    role: row.role,
    muted: row.muted,
    unread: row.unread,
    mentions: row.mentions,
    last_activity: row.lastActivity.toISOString(),
  }));
}

/** A member as the contract's group JSON has it. */
export const groupMemberJson = (groupId: string, member: MemberJson): GroupMemberJson => ({
  id: `${groupId}:${member.user.id}`,
  group_id: groupId,
  user_id: member.user.id,
  role: member.role,
  is_admin: member.role !== "member",
  is_active: true,
  joined_at: member.joined_at,
  user: member.user,
});
