import { eq } from "drizzle-orm";
import type postgres from "postgres";
import type { Database, Queryable } from "./database.ts";
import { messageColumns, messageJoins, type MessageRow } from "./message_rows.ts";
import type { MemberRole } from "./members.ts";
import { conversations } from "./schema.ts";

/** What never changes about a conversation. */
export interface ConversationKey {
  readonly id: string;
  readonly kind: "direct" | "group";
  readonly directKey: string | null;
}

/** The unique key of the direct chat of two people: their ids in order. */
export const directKeyOf = (one: string, other: string): string => one < other ? `${one}:${other}` : `${other}:${one}`;

export async function findKey({ sql }: Database, id: string): Promise<ConversationKey | null> {
  const [row] = await sql<ConversationKey[]>`
    select id, kind, direct_key as "directKey" from conversations where id = ${id}`;
  return row ?? null;
}

/** Notes who opened a new direct chat: it stands in that person's list alone until somebody writes. */
export const setOpener = ({ sql }: Database, conversationId: string, userId: string) =>
  sql`update conversations set owner_id = ${userId} where id = ${conversationId} and kind = 'direct'`;

/** A direct chat that has been opened, and whether neither of the two blocks the other. */
export async function findOpenDirect(
  { sql }: Database,
  userId: string,
  otherId: string,
): Promise<{ readonly id: string; readonly isBlocked: boolean } | null> {
  const [row] = await sql<{ id: string; isBlocked: boolean }[]>`
    select c.id, exists (
      select 1 from blocks b where (b.blocker_id = ${otherId} and b.blocked_id = ${userId})
        or (b.blocker_id = ${userId} and b.blocked_id = ${otherId})
    ) as "isBlocked"
    from conversations c where c.direct_key = ${directKeyOf(userId, otherId)}`;
  return row ?? null;
}

/** One row of a person's conversation list. */
export interface ListedRow {
  readonly id: string;
  readonly kind: "direct" | "group";
  readonly directKey: string | null;
  readonly name: string;
  readonly description: string;
  readonly avatar: string;
  readonly announcement: string;
  readonly announcementBy: string | null;
  readonly announcementAt: Date | null;
  readonly ownerId: string | null;
  readonly maxMembers: number;
  readonly isPrivate: boolean;
  readonly readOnly: boolean;
  readonly archived: boolean;
  readonly lastSeq: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly role: MemberRole;
  readonly muted: boolean;
  readonly lastReadSeq: number;
  readonly memberCount: number;
  /** Messages by others after my mark, neither system nor recalled, up to a hundred. */
  readonly unread: number;
  /** Those that mention me, counted likewise. */
  readonly mentions: number;
  readonly lastActivity: Date;
}

const LISTED = 1_000;
const COUNTED = 100;

/** A direct chat in which nobody has written stands only in the list of who opened it. */
const isListed = (sql: postgres.Sql) => sql`(c.kind = 'group' or c.last_seq > 0 or c.owner_id = p.user_id)`;

const lastActivity = (sql: postgres.Sql) =>
  sql`date_trunc('milliseconds', coalesce((
    select x.created_at from messages x where x.conversation_id = c.id order by x.seq desc limit 1
  ), c.created_at))`;

/** Where a conversation stands in a person's list. */
export interface ListPlace {
  readonly id: string;
  readonly lastActivity: Date;
}

/** The places of a person's list from `after` on, the most recently active first. */
export const listPlaces = ({ sql }: Database, userId: string, after: ListPlace | null, limit: number) =>
  sql<ListPlace[]>`
    select id, active as "lastActivity" from (
      select c.id, ${lastActivity(sql)} as active
      from members p join conversations c on c.id = p.conversation_id
      where p.user_id = ${userId} and p.left_at is null and ${isListed(sql)}
    ) listed
    ${after === null ? sql`` : sql`where (active, id) < (${after.lastActivity}::timestamptz, ${after.id}::uuid)`}
    order by active desc, id desc limit ${limit}`;

/** What is new in some of a person's conversations, in numbers of conversations. */
export interface NewsRow {
  readonly unread: number;
  readonly mentions: number;
  /** With a mention, or a direct message that is not muted. */
  readonly forMe: number;
}

/** Looks at each of these conversations only until the first new message. */
export async function countNews({ sql }: Database, userId: string, conversationIds: readonly string[]) {
  const [row] = await sql<NewsRow[]>`
    select count(*) filter (where n.is_new and not p.muted)::int as unread,
      count(*) filter (where n.is_mention)::int as mentions,
      count(*) filter (where n.is_mention or (c.kind = 'direct' and n.is_new and not p.muted))::int as "forMe"
    from members p
    join conversations c on c.id = p.conversation_id
    cross join lateral (
      select exists (select from messages x where ${isNews(sql)}) as is_new,
        exists (select from messages x where ${mentions(sql, userId)} and ${isNews(sql)}) as is_mention
    ) n
    where p.user_id = ${userId} and p.left_at is null and p.conversation_id = any(${[...conversationIds]}::uuid[])
      and c.last_seq > p.last_read_seq`;
  return row ?? { unread: 0, mentions: 0, forMe: 0 };
}

/** A message `x` by another after my mark, neither system nor recalled. */
const isNews = (sql: postgres.Sql) =>
  sql`c.last_seq > p.last_read_seq and x.conversation_id = c.id and x.seq > p.last_read_seq
    and x.author_id <> p.user_id and x.type <> 'system' and x.deleted_at is null`;

const mentions = (sql: postgres.Sql, userId: string) =>
  sql`x.data ? 'mentions' and x.data -> 'mentions' ? ${userId}::text`;

/**
 * A person's conversations, the most recently active first, or those of them that are named. Every part walks an index and
 * stops early.
 */
export const listForPerson = ({ sql }: Database, userId: string, conversationIds: readonly string[] | null) =>
  sql<ListedRow[]>`
    select c.id, c.kind, c.direct_key as "directKey", c.name, c.description, c.avatar, c.announcement,
      c.announcement_by as "announcementBy", c.announcement_at as "announcementAt", c.owner_id as "ownerId",
      c.max_members as "maxMembers", c.is_private as "isPrivate", c.read_only as "readOnly",
      c.archived_at is not null as archived, c.last_seq as "lastSeq", c.created_at as "createdAt",
      c.updated_at as "updatedAt", p.role, p.muted, p.last_read_seq as "lastReadSeq",
      (select count(*)::int from members o where o.conversation_id = c.id and o.left_at is null) as "memberCount",
      n.unread, k.mentions, ${lastActivity(sql)} as "lastActivity"
    from members p
    join conversations c on c.id = p.conversation_id
    cross join lateral (
      select count(*)::int as unread from (
        select 1 from messages x where ${isNews(sql)} limit ${COUNTED}
      ) y
    ) n
    cross join lateral (
      select count(*)::int as mentions from (
        select 1 from messages x where ${mentions(sql, userId)} and ${isNews(sql)} limit ${COUNTED}
      ) y
    ) k
    where p.user_id = ${userId} and p.left_at is null
      and ${conversationIds ? sql`p.conversation_id = any(${[...conversationIds]}::uuid[])` : isListed(sql)}
    order by "lastActivity" desc, c.id desc limit ${LISTED}`;

/** A last message with how far the others have come. */
export interface LastMessageRow extends MessageRow {
  readonly others: number;
  readonly lowestRead: number | null;
  readonly lowestDelivered: number | null;
  readonly highestRead: number | null;
  readonly readAt: Date | null;
}

/** The newest message that the viewer has not hidden, for each of these conversations of theirs. */
export const listLastMessages = ({ sql }: Database, viewerId: string, conversationIds: readonly string[]) =>
  sql<LastMessageRow[]>`
    select ${messageColumns(sql, viewerId)}, k.others, k.lowest_read as "lowestRead",
      k.lowest_delivered as "lowestDelivered", k.highest_read as "highestRead", k.read_at as "readAt"
    from members p
    cross join lateral (
      select * from messages x where x.conversation_id = p.conversation_id and not exists (
        select 1 from hidden_messages h
        where h.user_id = ${viewerId} and h.conversation_id = x.conversation_id and h.message_seq = x.seq
      )
      order by x.seq desc limit 1
    ) m
    ${messageJoins(sql)}
    cross join lateral (
      select count(*)::int as others, min(o.last_read_seq) as lowest_read,
        min(greatest(o.last_delivered_seq, o.last_read_seq)) as lowest_delivered,
        max(o.last_read_seq) as highest_read, max(o.read_at) as read_at
      from members o where o.conversation_id = p.conversation_id and o.left_at is null and o.user_id <> m.author_id
    ) k
    where p.user_id = ${viewerId} and p.left_at is null and p.conversation_id = any(${[...conversationIds]}::uuid[])`;

export interface PublicGroupRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly avatar: string;
  readonly maxMembers: number;
  readonly memberCount: number;
  readonly joined: boolean;
}

/** Public groups that are not archived, newest id first (ids grow with time), before `after`. */
export const pagePublicGroups = (
  { sql }: Database,
  userId: string,
  pattern: string | null,
  after: string | null,
  limit: number,
) =>
  sql<PublicGroupRow[]>`
    select c.id, c.name, c.description, c.avatar, c.max_members as "maxMembers",
      (select count(*)::int from members o where o.conversation_id = c.id and o.left_at is null) as "memberCount",
      exists (
        select 1 from members o where o.conversation_id = c.id and o.user_id = ${userId} and o.left_at is null
      ) as joined
    from conversations c
    where c.kind = 'group' and not c.is_private and c.archived_at is null
      ${pattern === null ? sql`` : sql`and (c.name ilike ${pattern} or c.description ilike ${pattern})`}
      ${after === null ? sql`` : sql`and c.id < ${after}`}
    order by c.id desc limit ${limit}`;

/** A public group, or any group, by id: for those who are not in it. */
export async function findGroupFace(
  { sql }: Database,
  userId: string,
  groupId: string,
): Promise<(PublicGroupRow & { readonly isPrivate: boolean; readonly archived: boolean }) | null> {
  const [row] = await sql<(PublicGroupRow & { isPrivate: boolean; archived: boolean })[]>`
    select c.id, c.name, c.description, c.avatar, c.max_members as "maxMembers", c.is_private as "isPrivate",
      c.archived_at is not null as archived,
      (select count(*)::int from members o where o.conversation_id = c.id and o.left_at is null) as "memberCount",
      exists (
        select 1 from members o where o.conversation_id = c.id and o.user_id = ${userId} and o.left_at is null
      ) as joined
    from conversations c where c.id = ${groupId} and c.kind = 'group'`;
  return row ?? null;
}

export const countGroups = (orm: Pick<Queryable, "$count">): Promise<number> =>
  orm.$count(conversations, eq(conversations.kind, "group"));
