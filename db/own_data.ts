import type { Database } from "./database.ts";

export interface OwnConversationRow {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly role: string;
  readonly joined_at: Date;
  readonly left_at: Date | null;
}

/** Conversations that somebody is or was in. */
export const listOwnConversations = ({ sql }: Database, userId: string) =>
  sql<OwnConversationRow[]>`
    select c.id, c.kind, c.name, m.role, m.joined_at, m.left_at from members m
    join conversations c on c.id = m.conversation_id where m.user_id = ${userId} order by c.id`;

export interface OwnMessageRow {
  readonly id: string;
  readonly conversation_id: string;
  readonly seq: number;
  readonly type: string;
  readonly content: string;
  readonly data: unknown;
  readonly created_at: Date;
  readonly edited_at: Date | null;
}

/** What somebody has written in a conversation after a seq, oldest first; recalled ones have no content any more. */
export const listOwnMessages = (
  { sql }: Database,
  userId: string,
  conversationId: string,
  after: number,
  limit: number,
) =>
  sql<OwnMessageRow[]>`
    select id, conversation_id, seq, type, content, data, created_at, edited_at from messages
    where conversation_id = ${conversationId} and author_id = ${userId} and seq > ${after}
      and type <> 'system' and deleted_at is null
    order by seq limit ${limit}`;
