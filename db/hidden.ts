import type { Database } from "./database.ts";

/** Hides a message for one person; again is no failure. */
export const hide = ({ sql }: Database, userId: string, conversationId: string, messageSeq: number) =>
  sql`
    insert into hidden_messages (user_id, conversation_id, message_seq)
    values (${userId}, ${conversationId}, ${messageSeq}) on conflict do nothing`;
