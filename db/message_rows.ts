import type postgres from "postgres";

/** The quoted message above a reply; its content is cut to what a quote shows. */
export interface QuoteRow {
  readonly id: string;
  readonly seq: number;
  readonly authorId: string;
  readonly content: string;
  readonly type: MessageRow["type"];
  readonly isDeleted: boolean;
  /** Of its first file; null without, or when recalled. */
  readonly attachmentName: string | null;
  /** The viewer has hidden it. */
  readonly isHidden?: boolean;
}

/** A message with all that showing it needs, as one person sees it. */
export interface MessageRow {
  readonly conversationId: string;
  readonly seq: number;
  readonly id: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly clientId: string;
  readonly type: "text" | "image" | "file" | "system";
  /** Empty when recalled. */
  readonly content: string;
  readonly data: unknown;
  readonly editedAt: Date | null;
  readonly deletedAt: Date | null;
  readonly changedSeq: number;
  readonly createdAt: Date;
  readonly quote: QuoteRow | null;
  /** In the order in which they were made. */
  readonly reactions: readonly { readonly emoji: string; readonly userId: string }[];
  /** The viewer has hidden it. */
  readonly hidden: boolean;
}

type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** First and last name if given, else the user name; `users` has the alias given. */
export const displayName = (sql: postgres.Sql, users: "a" | "u"): Fragment =>
  users === "a"
    ? sql`coalesce(nullif(trim(a.first_name || ' ' || a.last_name), ''), a.username)`
    : sql`coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username)`;

const QUOTE_CHARACTERS = 200;

/** What a quote shows of `q`, a table with the columns of `messages`: its content, cut; empty when recalled. */
export const quotedContent = (sql: postgres.Sql): Fragment =>
  sql`case when q.deleted_at is null then left(q.content, ${QUOTE_CHARACTERS}::int) else '' end`;

/** The name of the first file of `q`; null without, or when recalled. */
export const quotedFileName = (sql: postgres.Sql): Fragment =>
  sql`case when q.deleted_at is null then q.data #>> '{attachments,0,name}' end`;

/** What is selected beside `m`, a table or subquery with the columns of `messages`; goes with `messageJoins`. */
export const messageColumns = (sql: postgres.Sql, viewerId: string | null): Fragment =>
  sql`
  m.conversation_id as "conversationId", m.seq, m.id, m.author_id as "authorId", ${
    displayName(sql, "a")
  } as "authorName",
  m.client_id as "clientId", m.type, case when m.deleted_at is null then m.content else '' end as content, m.data,
  m.edited_at as "editedAt", m.deleted_at as "deletedAt", m.changed_seq as "changedSeq", m.created_at as "createdAt",
  case when q.seq is not null then json_build_object(
    'id', q.id, 'seq', q.seq, 'authorId', q.author_id, 'type', q.type, 'isDeleted', q.deleted_at is not null,
    'isHidden', ${isHidden(sql, viewerId, sql`q.seq`)},
    'attachmentName', ${quotedFileName(sql)}, 'content', ${quotedContent(sql)}
  ) end as quote,
  case when m.deleted_at is not null then '[]' else coalesce((
    select json_agg(json_build_object('emoji', r.emoji, 'userId', r.user_id) order by r.created_at, r.user_id)
    from reactions r where r.conversation_id = m.conversation_id and r.message_seq = m.seq
  ), '[]') end as reactions,
  ${isHidden(sql, viewerId, sql`m.seq`)} as hidden`;

const isHidden = (sql: postgres.Sql, viewerId: string | null, seq: Fragment): Fragment =>
  sql`exists (
    select 1 from hidden_messages h
    where h.user_id = ${viewerId}::uuid and h.conversation_id = m.conversation_id and h.message_seq = ${seq}
  )`;

export const messageJoins = (sql: postgres.Sql): Fragment =>
  sql`
  join users a on a.id = m.author_id
  left join messages q on q.conversation_id = m.conversation_id and q.seq = m.reply_to`;
