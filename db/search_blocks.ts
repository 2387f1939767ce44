import { Buffer } from "node:buffer";
import type postgres from "postgres";
import type { Database } from "./database.ts";
import { messageColumns, messageJoins } from "./message_rows.ts";
import type { LastMessageRow } from "./conversations.ts";
import type { Reader } from "./replica.ts";

export interface SearchBlock {
  readonly conversationId: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly isFull: boolean;
  readonly oldestAt: Date | null;
  readonly newestAt: Date | null;
  readonly signature: Uint8Array;
}

/** How far a conversation is indexed: its last block, if any, and its head, in one snapshot. */
export interface IndexState {
  readonly lastSeq: number;
  readonly fromSeq: number | null;
  readonly toSeq: number;
  readonly isFull: boolean;
}

const lastBlock = (sql: postgres.Sql) =>
  sql`select b.from_seq, b.to_seq, b.is_full, b.newest_at from search_blocks b
    where b.conversation_id = c.id order by b.from_seq desc limit 1`;

export async function findIndexState({ sql }: Database, conversationId: string): Promise<IndexState | null> {
  const [row] = await sql<IndexState[]>`
    select c.last_seq as "lastSeq", b.from_seq as "fromSeq", coalesce(b.to_seq, 0) as "toSeq",
      coalesce(b.is_full, true) as "isFull"
    from conversations c left join lateral (${lastBlock(sql)}) b on true where c.id = ${conversationId}`;
  return row ?? null;
}

/** Conversations with at least so many facts beyond their last block. */
export const listUnindexed = ({ sql }: Database, atLeast: number, limit: number) =>
  sql<{ id: string }[]>`
    select c.id from conversations c left join lateral (${lastBlock(sql)}) b on true
    where c.last_seq - coalesce(b.to_seq, 0) >= ${atLeast} limit ${limit}`;

/** What a person may search: each conversation with its head and how far it is indexed. */
export interface SearchableRow {
  readonly id: string;
  readonly kind: "direct" | "group";
  readonly directKey: string | null;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastSeq: number;
  readonly indexedTo: number;
  /** Of the newest message in its last block. */
  readonly newestAt: Date | null;
}

export const listSearchable = ({ sql }: Reader, userId: string) =>
  sql<SearchableRow[]>`
    select c.id, c.kind, c.direct_key as "directKey", c.name, c.last_seq as "lastSeq",
      c.created_at as "createdAt", coalesce(b.to_seq, 0) as "indexedTo", b.newest_at as "newestAt"
    from members p join conversations c on c.id = p.conversation_id
    left join lateral (${lastBlock(sql)}) b on true
    where p.user_id = ${userId} and p.left_at is null and c.last_seq > 0`;

/** What is searched in a message `x`: its text, and the names of its files on lines of their own. */
const searchable = (sql: postgres.Sql) =>
  sql`x.content || coalesce((
    select string_agg(E'\\n' || (file ->> 'name'), '') from jsonb_array_elements(x.data -> 'attachments') as file
  ), '')`;

export interface IndexableRow {
  readonly seq: number;
  readonly content: string;
  readonly createdAt: Date;
}

/** Messages to be indexed, oldest first. */
export const listIndexable = (
  { sql }: Database,
  conversationId: string,
  fromSeq: number,
  toSeq: number,
  limit: number,
) =>
  sql<IndexableRow[]>`
    select x.seq, ${searchable(sql)} as content, x.created_at as "createdAt" from messages x
    where x.conversation_id = ${conversationId} and x.seq between ${fromSeq} and ${toSeq} and x.type <> 'system'
    order by x.seq limit ${limit}`;

/** Blocks before `beforeSeq` with messages that were edited or recalled by facts of this stretch. */
export const listStaleBlocks = (
  { sql }: Database,
  conversationId: string,
  afterSeq: number,
  toSeq: number,
  beforeSeq: number,
) =>
  sql<Pick<SearchBlock, "conversationId" | "fromSeq" | "toSeq" | "isFull">[]>`
    select distinct b.conversation_id as "conversationId", b.from_seq as "fromSeq", b.to_seq as "toSeq",
      b.is_full as "isFull"
    from events e join search_blocks b on b.conversation_id = e.conversation_id
      and b.from_seq <= e.message_seq and b.to_seq >= e.message_seq
    where e.conversation_id = ${conversationId} and e.seq > ${afterSeq} and e.seq <= ${toSeq}
      and e.kind in ('edited', 'recalled') and e.message_seq < ${beforeSeq}`;

/**
 * Puts each block in the place of the one that begins at the same seq, but never a shorter one. Times, booleans and bytes
 * go as text: the driver takes an array of any of them for a single value.
 */
export const putBlocks = ({ sql }: Database, blocks: readonly SearchBlock[]) =>
  sql`
    insert into search_blocks as b (conversation_id, from_seq, to_seq, is_full, oldest_at, newest_at, signature)
    select n.conversation_id, n.from_seq, n.to_seq, n.is_full::boolean, n.oldest_at::timestamptz,
      n.newest_at::timestamptz, decode(n.signature, 'base64')
    from unnest(
      ${blocks.map((block) => block.conversationId)}::uuid[], ${blocks.map((block) => block.fromSeq)}::bigint[],
      ${blocks.map((block) => block.toSeq)}::bigint[], ${blocks.map((block) => String(block.isFull))}::text[],
      ${blocks.map((block) => block.oldestAt?.toISOString() ?? null)}::text[],
      ${blocks.map((block) => block.newestAt?.toISOString() ?? null)}::text[],
      ${blocks.map((block) => Buffer.from(block.signature).toString("base64"))}::text[]
    ) n (conversation_id, from_seq, to_seq, is_full, oldest_at, newest_at, signature)
    on conflict (conversation_id, from_seq) do update set
      to_seq = excluded.to_seq, is_full = excluded.is_full, oldest_at = excluded.oldest_at,
      newest_at = excluded.newest_at, signature = excluded.signature
    where b.to_seq <= excluded.to_seq`;

export interface Candidate {
  readonly conversationId: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly newestAt: Date;
}

/** Where a search goes on: after this block, in order of time backward. */
export type CandidateCursor = Pick<Candidate, "newestAt" | "conversationId" | "fromSeq">;

export interface CandidateWindow {
  /** Only blocks with messages of this time or later. */
  readonly since: Date | null;
  /** Only blocks whose newest message is older than this. */
  readonly below: Date | null;
  /** Only blocks with messages of this time or earlier. */
  readonly until: Date | null;
  readonly after: CandidateCursor | null;
}

/** How many bits the statement asks for: always the same, so that it is prepared once. */
const ASKED = 12;

/**
 * Blocks of these conversations that have all these bits (only the first dozen is asked for), newest first. Walks an
 * index of each conversation and reads one bit at a time where the row lies. Without the `offset 0` PostgreSQL, which cannot
 * guess how many have the bits, may walk all blocks of everybody, once for each conversation.
 */
export function listCandidates(
  { sql }: Reader,
  conversationIds: readonly string[],
  bits: readonly number[],
  { since, below, until, after }: CandidateWindow,
  limit: number,
) {
  const asked = bits.length === 0 ? [] : Array.from({ length: ASKED }, (_, index) => bits[index % bits.length] ?? 0);
  const hasBits = asked.reduce((all, bit) => sql`${all} and get_bit(b.signature, ${bit}::bigint) = 1`, sql``);
  return sql<Candidate[]>`
    select b.conversation_id as "conversationId", b.from_seq as "fromSeq", b.to_seq as "toSeq",
      b.newest_at as "newestAt"
    from unnest(${[...conversationIds]}::uuid[]) c (id)
    cross join lateral (
      select b.conversation_id, b.from_seq, b.to_seq, b.newest_at from search_blocks b
      where b.conversation_id = c.id
        and b.newest_at >= coalesce(${since}::timestamptz, '-infinity')
        and b.newest_at < coalesce(${below}::timestamptz, 'infinity')
        and (${until}::timestamptz is null or b.oldest_at <= ${until}::timestamptz)
        ${
    after
      ? sql`and (b.newest_at, b.conversation_id, b.from_seq)
          < (${after.newestAt}::timestamptz, ${after.conversationId}::uuid, ${after.fromSeq}::bigint)`
      : sql``
  } ${hasBits}
      offset 0
    ) b
    order by b.newest_at desc, b.conversation_id desc, b.from_seq desc limit ${limit}`;
}

export interface SoughtRow {
  readonly conversationId: string;
  readonly seq: number;
  readonly authorId: string;
  readonly type: "text" | "image" | "file";
  readonly content: string;
  readonly createdAt: Date;
}

export interface Range {
  readonly conversationId: string;
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** What a message may have: `like` patterns for its lower-cased text, true of every text without a character of `unsure`. */
export interface Sieve {
  readonly patterns: readonly string[];
  /** A regular expression. */
  readonly unsure: string;
}

/**
 * The messages of these stretches that anybody may still find and that may be what is sought: the sieve spares the way of
 * most others, and who asks looks at the rest. Without the `offset 0` PostgreSQL may read the whole table for many stretches.
 */
export const listSought = (
  { sql }: Reader,
  ranges: readonly Range[],
  { patterns, unsure }: Sieve,
  authorIds: readonly string[] | null,
) =>
  sql<SoughtRow[]>`
    select m.conversation_id as "conversationId", m.seq, m.author_id as "authorId", m.type, m.content,
      m.created_at as "createdAt"
    from unnest(
      ${ranges.map((range) => range.conversationId)}::uuid[], ${ranges.map((range) => range.fromSeq)}::bigint[],
      ${ranges.map((range) => range.toSeq)}::bigint[]
    ) k(id, from_seq, to_seq)
    cross join lateral (
      select x.conversation_id, x.seq, x.author_id, x.type, x.created_at, ${searchable(sql)} as content
      from messages x where x.conversation_id = k.id and x.seq between k.from_seq and k.to_seq
        and x.deleted_at is null and x.type <> 'system'
        and (lower(x.content collate "C") like all (${[...patterns]}::text[]) or x.data ? 'attachments'
          or (octet_length(x.content) > char_length(x.content) and x.content ~ ${unsure}))
        ${authorIds === null ? sql`` : sql`and x.author_id = any(${[...authorIds]}::uuid[])`}
      offset 0
    ) m`;

/** Messages before these stretches that were edited within them: their blocks do not know it yet. */
export const listEditedIn = ({ sql }: Reader, ranges: readonly Range[]) =>
  sql<{ conversationId: string; seq: number }[]>`
    select distinct e.conversation_id as "conversationId", e.message_seq as seq
    from unnest(
      ${ranges.map((range) => range.conversationId)}::uuid[], ${ranges.map((range) => range.fromSeq)}::bigint[],
      ${ranges.map((range) => range.toSeq)}::bigint[]
    ) k(id, from_seq, to_seq)
    cross join lateral (
      select x.conversation_id, x.message_seq from events x
      where x.conversation_id = k.id and x.seq between k.from_seq and k.to_seq
        and x.kind = 'edited' and x.message_seq < k.from_seq
      offset 0
    ) e`;

/** These messages as a viewer sees them, with how far the others have come. In no order. */
export const listHits = (
  { sql }: Database,
  viewerId: string,
  places: readonly { readonly conversationId: string; readonly seq: number }[],
) =>
  sql<LastMessageRow[]>`
    select ${messageColumns(sql, viewerId)}, k.others, k.lowest_read as "lowestRead",
      k.lowest_delivered as "lowestDelivered", k.highest_read as "highestRead", k.read_at as "readAt"
    from unnest(
      ${places.map((place) => place.conversationId)}::uuid[], ${places.map((place) => place.seq)}::bigint[]
    ) p(id, seq)
    join messages m on m.conversation_id = p.id and m.seq = p.seq
    ${messageJoins(sql)}
    cross join lateral (
      select count(*)::int as others, min(o.last_read_seq) as lowest_read,
        min(greatest(o.last_delivered_seq, o.last_read_seq)) as lowest_delivered,
        max(o.last_read_seq) as highest_read, max(o.read_at) as read_at
      from members o where o.conversation_id = m.conversation_id and o.left_at is null and o.user_id <> m.author_id
    ) k`;

/** People by user name (as `username_key`), for `from:`. */
export async function listIdsOfNames({ sql }: Database, usernameKeys: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from users where username_key = any(${[...usernameKeys]}::text[])`;
  return rows.map((row) => row.id);
}
