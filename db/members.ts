import type { Database } from "./database.ts";
import { displayName } from "./message_rows.ts";

export type MemberRole = "owner" | "admin" | "member";

/** A conversation and one member's place in it. */
export interface AccessRow {
  readonly conversationId: string;
  readonly kind: "direct" | "group";
  readonly directKey: string | null;
  readonly role: MemberRole;
  readonly ownerId: string | null;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly readOnly: boolean;
  readonly archived: boolean;
  readonly muted: boolean;
  readonly lastSeq: number;
  readonly lastReadSeq: number;
  readonly lastDeliveredSeq: number;
}

/** A member who has not left, with the conversation. */
export async function findAccess({ sql }: Database, userId: string, conversationId: string): Promise<AccessRow | null> {
  const [row] = await sql<AccessRow[]>`
    select c.id as "conversationId", c.kind, c.direct_key as "directKey", m.role, c.owner_id as "ownerId", c.name,
      c.is_private as "isPrivate", c.read_only as "readOnly", c.archived_at is not null as archived, m.muted,
      c.last_seq as "lastSeq", m.last_read_seq as "lastReadSeq", m.last_delivered_seq as "lastDeliveredSeq"
    from members m join conversations c on c.id = m.conversation_id
    where m.conversation_id = ${conversationId} and m.user_id = ${userId} and m.left_at is null`;
  return row ?? null;
}

export async function isMember({ sql }: Database, userId: string, conversationId: string): Promise<boolean> {
  const rows = await sql`
    select 1 from members
    where conversation_id = ${conversationId} and user_id = ${userId} and left_at is null`;
  return rows.length > 0;
}

/** Those of these pairs who are members now. */
export const listMembersAmong = (
  { sql }: Database,
  pairs: readonly { readonly conversationId: string; readonly userId: string }[],
) =>
  sql<{ conversationId: string; userId: string }[]>`
    select m.conversation_id as "conversationId", m.user_id as "userId"
    from unnest(
      ${pairs.map((pair) => pair.conversationId)}::uuid[], ${pairs.map((pair) => pair.userId)}::uuid[]
    ) k(conversation_id, user_id)
    join members m on m.conversation_id = k.conversation_id and m.user_id = k.user_id and m.left_at is null`;

export async function listMemberIds({ sql }: Database, conversationId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select user_id as id from members where conversation_id = ${conversationId} and left_at is null`;
  return rows.map((row) => row.id);
}

export interface MembershipRow {
  readonly userId: string;
  readonly conversationId: string;
  readonly kind: "direct" | "group";
  readonly lastSeq: number;
}

/** Every conversation that these people are in now; walks `members_user`. */
export const listMemberships = ({ sql }: Database, userIds: readonly string[]) =>
  sql<MembershipRow[]>`
    select m.user_id as "userId", c.id as "conversationId", c.kind, c.last_seq as "lastSeq"
    from members m join conversations c on c.id = m.conversation_id
    where m.user_id = any(${[...userIds]}::uuid[]) and m.left_at is null`;

/** Which members of a conversation bear these names (as `username_key`). */
export const listMembersByName = ({ sql }: Database, conversationId: string, usernameKeys: readonly string[]) =>
  sql<{ id: string; name: string }[]>`
    select u.id, u.username_key as name from users u
    join members m on m.conversation_id = ${conversationId} and m.user_id = u.id and m.left_at is null
    where u.username_key = any(${[...usernameKeys]}::text[]) and u.deleted_at is null`;

export interface MemberRow {
  readonly userId: string;
  readonly name: string;
  readonly role: MemberRole;
  readonly joinedAt: Date;
  readonly lastReadSeq: number;
  readonly lastDeliveredSeq: number;
}

/** Where a page of members begins: after this rank, name and person. */
export interface MemberCursor {
  readonly rank: number;
  readonly name: string;
  readonly userId: string;
}

/** Members: owner, admins, then the others, each by name. Reads all members of the one conversation, at most 10,000. */
export const pageMembers = (
  { sql }: Database,
  conversationId: string,
  after: MemberCursor | null,
  limit: number,
) =>
  sql<(MemberRow & { rank: number; nameKey: string })[]>`
    select * from (
      select m.user_id as "userId", ${displayName(sql, "u")} as name, m.role, m.joined_at as "joinedAt",
        m.last_read_seq as "lastReadSeq", greatest(m.last_delivered_seq, m.last_read_seq) as "lastDeliveredSeq",
        case m.role when 'owner' then 0 when 'admin' then 1 else 2 end as rank, u.username_key as "nameKey"
      from members m join users u on u.id = m.user_id
      where m.conversation_id = ${conversationId} and m.left_at is null
    ) p
    ${
    after
      ? sql`where (p.rank, p."nameKey" collate "C", p."userId") > (${after.rank}::int, ${after.name}, ${after.userId}::uuid)`
      : sql``
  }
    order by p.rank, p."nameKey" collate "C", p."userId" limit ${limit}`;

export async function countMembers({ sql }: Database, conversationId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from members where conversation_id = ${conversationId} and left_at is null`;
  return row?.count ?? 0;
}

/** How far the members have come: enough to tell for any author what the others have read and been delivered. */
export interface MarkRow {
  readonly kind: "read_low" | "delivered_low" | "read_high";
  readonly userId: string;
  readonly seq: number;
  readonly readAt: Date | null;
}

/** The two lowest read marks, the two lowest delivered marks and the two highest read marks: one scan of the members. */
export const listMarkBounds = ({ sql }: Database, conversationId: string) =>
  sql<MarkRow[]>`
    with p as materialized (
      select user_id, last_read_seq as read, greatest(last_delivered_seq, last_read_seq) as delivered, read_at
      from members where conversation_id = ${conversationId} and left_at is null
    )
    (select 'read_low' as kind, user_id as "userId", read as seq, read_at as "readAt" from p order by read limit 2)
    union all (select 'delivered_low', user_id, delivered, null from p order by delivered limit 2)
    union all (select 'read_high', user_id, read, read_at from p order by read desc limit 2)`;

export interface ReaderRow {
  readonly userId: string;
  readonly hasRead: boolean;
  readonly hasReceived: boolean;
}

/** The other members and whether their marks cover a message; the most recent readers first. */
export const listReaderMarks = ({ sql }: Database, conversationId: string, authorId: string, seq: number) =>
  sql<ReaderRow[]>`
    select user_id as "userId", last_read_seq >= ${seq} as "hasRead", last_delivered_seq >= ${seq} as "hasReceived"
    from members where conversation_id = ${conversationId} and left_at is null and user_id <> ${authorId}
    order by read_at desc nulls last, user_id`;

/** Mutes or unmutes for one member; tells whether there was one. */
export async function setMuted(
  { sql }: Database,
  userId: string,
  conversationId: string,
  muted: boolean,
): Promise<boolean> {
  const rows = await sql`
    update members set muted = ${muted}
    where conversation_id = ${conversationId} and user_id = ${userId} and left_at is null returning 1`;
  return rows.length > 0;
}
