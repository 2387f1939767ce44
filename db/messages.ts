import type { Database } from "./database.ts";
import {
  messageColumns,
  messageJoins,
  type MessageRow,
  quotedContent,
  quotedFileName,
  type QuoteRow,
} from "./message_rows.ts";

/** A message as a member of its conversation may touch it. */
export interface MessageDoor {
  readonly conversationId: string;
  readonly kind: "direct" | "group";
  readonly id: string;
  readonly seq: number;
  readonly authorId: string;
  readonly type: MessageRow["type"];
  readonly isDeleted: boolean;
}

/** A message by id, if the person is a member of its conversation now. */
export async function findMessageDoor(
  { sql }: Database,
  userId: string,
  messageId: string,
): Promise<MessageDoor | null> {
  const [row] = await sql<MessageDoor[]>`
    select m.conversation_id as "conversationId", c.kind, m.id, m.seq, m.author_id as "authorId", m.type,
      m.deleted_at is not null as "isDeleted"
    from messages m
    join conversations c on c.id = m.conversation_id
    join members p on p.conversation_id = m.conversation_id and p.user_id = ${userId} and p.left_at is null
    where m.id = ${messageId}`;
  return row ?? null;
}

export async function findMessageRow(
  { sql }: Database,
  viewerId: string,
  conversationId: string,
  seq: number,
): Promise<MessageRow | null> {
  const [row] = await sql<MessageRow[]>`
    select ${messageColumns(sql, viewerId)}
    from messages m ${messageJoins(sql)} where m.conversation_id = ${conversationId} and m.seq = ${seq}`;
  return row ?? null;
}

/** The message that a reply names, in the same conversation; its content cut to what a quote shows. */
export async function findQuoted(
  { sql }: Database,
  conversationId: string,
  messageId: string,
): Promise<QuoteRow | null> {
  const [row] = await sql<QuoteRow[]>`
    select q.id, q.seq, q.author_id as "authorId", q.type, q.deleted_at is not null as "isDeleted",
      ${quotedFileName(sql)} as "attachmentName", ${quotedContent(sql)} as content
    from messages q where q.id = ${messageId} and q.conversation_id = ${conversationId}`;
  return row ?? null;
}

/** Whether somebody has a message before this number in a conversation. */
export async function hasWrittenBefore(
  { sql }: Database,
  conversationId: string,
  authorId: string,
  seq: number,
): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`
    select exists (
      select from messages where conversation_id = ${conversationId} and author_id = ${authorId} and seq < ${seq}
    ) as found`;
  return row?.found ?? false;
}
