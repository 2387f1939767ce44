import { messageColumns, messageJoins, type MessageRow } from "./message_rows.ts";
import type { Reader } from "./replica.ts";

/** The newest `limit` messages before a seq, newest first. Walks the primary key backward. */
export const pageBefore = (
  { sql }: Reader,
  viewerId: string,
  conversationId: string,
  before: number,
  limit: number,
) =>
  sql<MessageRow[]>`
    select ${messageColumns(sql, viewerId)} from (
      select * from messages where conversation_id = ${conversationId} and seq < ${before}
      order by seq desc limit ${limit}
    ) m ${messageJoins(sql)} order by m.seq desc`;

/** The oldest `limit` messages after a seq, oldest first. Walks the primary key forward. */
export const pageAfter = ({ sql }: Reader, viewerId: string, conversationId: string, after: number, limit: number) =>
  sql<MessageRow[]>`
    select ${messageColumns(sql, viewerId)} from (
      select * from messages where conversation_id = ${conversationId} and seq > ${after}
      order by seq limit ${limit}
    ) m ${messageJoins(sql)} order by m.seq`;

/** The contract's pages: newest first, neither recalled nor hidden by the viewer. Walks the primary key backward. */
export const pageByOffset = (
  { sql }: Reader,
  viewerId: string,
  conversationId: string,
  offset: number,
  limit: number,
) =>
  sql<MessageRow[]>`
    select ${messageColumns(sql, viewerId)} from (
      select * from messages x
      where x.conversation_id = ${conversationId} and x.deleted_at is null and not exists (
        select 1 from hidden_messages h
        where h.user_id = ${viewerId} and h.conversation_id = x.conversation_id and h.message_seq = x.seq
      )
      order by x.seq desc offset ${offset} limit ${limit}
    ) m ${messageJoins(sql)} order by m.seq desc`;
