import type postgres from "postgres";
import type { Database } from "./database.ts";
import { retrying } from "./retry.ts";

/** What a system message says beside its English content, as it is stored under `data.system`. */
export interface GroupFact {
  readonly action:
    | "group_created"
    | "group_member_added"
    | "group_member_removed"
    | "group_member_left"
    | "group_member_joined"
    | "group_role_changed"
    | "group_owner_changed"
    | "group_updated"
    | "announcement_changed";
  readonly user_id?: string;
  readonly user_name?: string;
  readonly role?: "owner" | "admin" | "member";
  readonly changes?: Readonly<Record<string, string | number | boolean | null>>;
}

/** The system message that a change has made; its author is the actor. */
export interface GroupMessage {
  readonly id: string;
  readonly seq: number;
  readonly createdAt: Date;
  readonly content: string;
  readonly fact: GroupFact;
}

/** Why a change was refused. The caller turns it into a failure of the table. */
export type GroupRefusal =
  /** The actor is not in it, or there is no such group: one answer for both. */
  | "not_member"
  /** The actor's role does not reach that far. */
  | "not_allowed"
  | "archived"
  | "full"
  /** The person is unknown, deactivated, or not a member where that is needed. */
  | "no_user"
  /** The person blocks the actor. */
  | "blocked"
  /** The owner cannot be removed, leave, or get another role. */
  | "owner"
  /** Joining: no such group, or a private one without an invitation. */
  | "no_group"
  /** `max_members` would be below the number of members. */
  | "too_small";

export type GroupChange =
  | { readonly outcome: "done" } & GroupMessage
  | { readonly outcome: "unchanged" }
  | { readonly outcome: "refused"; readonly why: GroupRefusal };

/** Who does what to which group. */
export interface GroupAct {
  /** Of the system message to be: a new UUIDv7. */
  readonly id: string;
  readonly groupId: string;
  readonly actorId: string;
}

export interface NewGroupRow {
  readonly id: string;
  /** Of the system message: a new UUIDv7. */
  readonly messageId: string;
  readonly ownerId: string;
  readonly name: string;
  readonly description: string;
  readonly avatar: string;
  readonly isPrivate: boolean;
  readonly maxMembers: number;
  /** Beside the owner. */
  readonly memberIds: readonly string[];
}

/** The fields that are to change; those that are so already do not count. */
export interface GroupFields {
  readonly name?: string;
  readonly description?: string;
  readonly avatar?: string;
  readonly announcement?: string;
  readonly isPrivate?: boolean;
  /** The owner alone may change this one. */
  readonly readOnly?: boolean;
  readonly maxMembers?: number;
}

export type DirectResult =
  | { readonly outcome: "done"; readonly id: string; readonly isNew: boolean }
  | { readonly outcome: "refused"; readonly why: "no_user" | "blocked" };

/**
 * The direct chat of two people, or of one with oneself: found, else made under `id`. Two at once get the same one. Who
 * blocks the actor, is deactivated or unknown is refused only when there is no chat yet; in an old one the writer refuses.
 */
export async function createDirect(
  db: Database,
  direct: { readonly id: string; readonly actorId: string; readonly peerId: string },
): Promise<DirectResult> {
  const rows = await retrying(() =>
    db.sql<{ outcome: "done" | "refused"; why: "no_user" | "blocked"; id: string; is_new: boolean }[]>`
      select * from create_direct_v1(${direct.id}, ${direct.actorId}, ${direct.peerId})`
  );
  const row = only(rows);
  return row.outcome === "done"
    ? { outcome: "done", id: row.id, isNew: row.is_new }
    : { outcome: "refused", why: row.why };
}

/** A group with its owner and first members in one commit. */
export const createGroup = (db: Database, group: NewGroupRow): Promise<GroupChange> =>
  change(
    db,
    (sql) =>
      sql`select * from create_group_v1(${group.id}, ${group.messageId}, ${group.ownerId}, ${group.name},
      ${group.description}, ${group.avatar}, ${group.isPrivate}, ${group.maxMembers}, ${[...group.memberIds]}::uuid[])`,
  );

/** Someone present is `unchanged`, whatever the role asked for. */
export const addMember = (
  db: Database,
  act: GroupAct & { readonly userId: string; readonly role: string },
): Promise<GroupChange> =>
  change(
    db,
    (sql) => sql`select * from add_member_v1(${act.id}, ${act.groupId}, ${act.actorId}, ${act.userId}, ${act.role})`,
  );

/** A public group is open to anyone, any other to who is invited: the caller has checked the invitation. */
export const joinGroup = (db: Database, act: GroupAct, isInvited: boolean): Promise<GroupChange> =>
  change(db, (sql) => sql`select * from join_group_v1(${act.id}, ${act.groupId}, ${act.actorId}, ${isInvited})`);

/** Removing oneself is leaving. */
export const removeMember = (db: Database, act: GroupAct & { readonly userId: string }): Promise<GroupChange> =>
  change(db, (sql) => sql`select * from remove_member_v1(${act.id}, ${act.groupId}, ${act.actorId}, ${act.userId})`);

export const leaveGroup = (db: Database, act: GroupAct): Promise<GroupChange> =>
  change(db, (sql) => sql`select * from leave_group_v1(${act.id}, ${act.groupId}, ${act.actorId})`);

export const changeRole = (
  db: Database,
  act: GroupAct & { readonly userId: string; readonly role: "admin" | "member" },
): Promise<GroupChange> =>
  change(
    db,
    (sql) => sql`select * from change_role_v1(${act.id}, ${act.groupId}, ${act.actorId}, ${act.userId}, ${act.role})`,
  );

/** The old owner stays as an admin. */
export const transferOwnership = (db: Database, act: GroupAct & { readonly userId: string }): Promise<GroupChange> =>
  change(
    db,
    (sql) => sql`select * from transfer_ownership_v1(${act.id}, ${act.groupId}, ${act.actorId}, ${act.userId})`,
  );

/** One system message for what really changes; for the announcement alone its action is `announcement_changed`. */
export function updateGroup(db: Database, act: GroupAct, fields: GroupFields): Promise<GroupChange> {
  const changes = JSON.stringify({
    name: fields.name,
    description: fields.description,
    avatar: fields.avatar,
    announcement: fields.announcement,
    is_private: fields.isPrivate,
    read_only: fields.readOnly,
    max_members: fields.maxMembers,
  });
  return change(db, (sql) => sql`select * from update_group_v1(${act.id}, ${act.groupId}, ${act.actorId}, ${changes})`);
}

/** In an archived group nobody writes; the owner can bring it back. */
export const archiveGroup = (db: Database, act: GroupAct, archived: boolean): Promise<GroupChange> =>
  change(db, (sql) => sql`select * from archive_group_v1(${act.id}, ${act.groupId}, ${act.actorId}, ${archived})`);

/** What `releaseMemberships` did in one group, in order of seq; the last one is that the person left. */
export interface ReleasedGroup {
  readonly groupId: string;
  /** Who owns it now, when that changed. */
  readonly newOwnerId: string | null;
  readonly messages: readonly GroupMessage[];
}

/**
 * Takes a person out of all groups, before the account goes. What they own goes to the longest-standing admin, else member;
 * a group that is left empty is archived. In a transaction, deactivate the account first, and run the whole again on a
 * deadlock: then nobody can add the person meanwhile.
 */
export async function releaseMemberships(sql: postgres.ISql, userId: string): Promise<ReleasedGroup[]> {
  const rows = await sql<(MessageRow & { conversation_id: string; new_owner_id: string | null })[]>`
    select * from release_memberships_v1(${userId})`;
  const groups = new Map<string, { groupId: string; newOwnerId: string | null; messages: GroupMessage[] }>();
  for (const row of rows) {
    const group = groups.get(row.conversation_id) ??
      { groupId: row.conversation_id, newOwnerId: row.new_owner_id, messages: [] };
    group.messages.push(toMessage(row));
    groups.set(row.conversation_id, group);
  }
  return [...groups.values()];
}

interface MessageRow {
  readonly id: string;
  readonly seq: number;
  readonly created_at: Date;
  readonly content: string;
  readonly fact: GroupFact;
}

type ChangeRow = MessageRow & { readonly outcome: GroupChange["outcome"]; readonly why: GroupRefusal };

async function change(
  db: Database,
  call: (sql: postgres.Sql) => postgres.PendingQuery<postgres.Row[]>,
): Promise<GroupChange> {
  const row = only(await retrying(() => call(db.sql))) as ChangeRow;
  switch (row.outcome) {
    case "done":
      return { outcome: "done", ...toMessage(row) };
    case "unchanged":
      return { outcome: "unchanged" };
    case "refused":
      return { outcome: "refused", why: row.why };
  }
}

const toMessage = (row: MessageRow): GroupMessage => ({
  id: row.id,
  seq: row.seq,
  createdAt: row.created_at,
  content: row.content,
  fact: row.fact,
});

function only<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error("Cannot change group: the store gave no answer");
  return row;
}
