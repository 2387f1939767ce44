import type { Database } from "./database.ts";
import { messageColumns, messageJoins, type MessageRow } from "./message_rows.ts";

export interface HeadRow {
  readonly conversationId: string;
  readonly kind: "direct" | "group";
  readonly directKey: string | null;
  readonly lastSeq: number;
}

/** Kind and last seq of the conversations that exist; with `memberId` only of those that person is in. */
export const listHeads = ({ sql }: Database, conversationIds: readonly string[], memberId: string | null) =>
  sql<HeadRow[]>`
    select c.id as "conversationId", c.kind, c.direct_key as "directKey", c.last_seq as "lastSeq"
    from conversations c
    ${
    memberId === null
      ? sql``
      : sql`join members p on p.conversation_id = c.id and p.user_id = ${memberId} and p.left_at is null`
  }
    where c.id = any(${[...conversationIds]}::uuid[])`;

/** A stretch of a conversation: after one seq, up to another. */
export interface Stretch {
  readonly conversationId: string;
  readonly after: number;
  readonly upTo: number;
}

const columns = (stretches: readonly Stretch[]) =>
  [
    stretches.map((stretch) => stretch.conversationId),
    stretches.map((stretch) => stretch.after),
    stretches.map((stretch) => stretch.upTo),
  ] as const;

/** All messages of the stretches; one range of the primary key each. */
export function listMessages({ sql }: Database, stretches: readonly Stretch[], viewerId: string | null) {
  const [ids, after, upTo] = columns(stretches);
  return sql<MessageRow[]>`
    select ${messageColumns(sql, viewerId)}
    from unnest(${ids}::uuid[], ${after}::bigint[], ${upTo}::bigint[]) k(id, after, up_to)
    cross join lateral (
      select * from messages x where x.conversation_id = k.id and x.seq > k.after and x.seq <= k.up_to
    ) m ${messageJoins(sql)}`;
}

export interface EventRow {
  readonly conversationId: string;
  readonly seq: number;
  readonly kind: "edited" | "recalled" | "reacted";
  readonly messageSeq: number;
  readonly messageId: string;
  readonly actorId: string;
  readonly data: unknown;
  readonly createdAt: Date;
  /** What the message says now; empty when it was recalled since. */
  readonly content: string;
  /** The edited message's data now. */
  readonly messageData: unknown;
  /** The viewer has hidden the message. */
  readonly hidden: boolean;
}

/** All edits, recalls and reactions of the stretches. */
export function listEvents({ sql }: Database, stretches: readonly Stretch[], viewerId: string | null) {
  const [ids, after, upTo] = columns(stretches);
  return sql<EventRow[]>`
    select e.conversation_id as "conversationId", e.seq, e.kind, e.message_seq as "messageSeq", m.id as "messageId",
      e.actor_id as "actorId", e.data, e.created_at as "createdAt",
      case when e.kind = 'edited' and m.deleted_at is null then m.content else '' end as content,
      case when e.kind = 'edited' and m.deleted_at is null then m.data end as "messageData",
      exists (
        select 1 from hidden_messages h
        where h.user_id = ${viewerId}::uuid and h.conversation_id = m.conversation_id and h.message_seq = m.seq
      ) as hidden
    from unnest(${ids}::uuid[], ${after}::bigint[], ${upTo}::bigint[]) k(id, after, up_to)
    cross join lateral (
      select * from events x where x.conversation_id = k.id and x.seq > k.after and x.seq <= k.up_to
    ) e
    join messages m on m.conversation_id = e.conversation_id and m.seq = e.message_seq`;
}
