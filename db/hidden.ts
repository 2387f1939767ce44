import type { Database } from "./database.ts";
import type { Reader } from "./replica.ts";

/** Hides a message for one person; again is no failure. */
export const hide = ({ sql }: Database, userId: string, conversationId: string, messageSeq: number) =>
  sql`
    insert into hidden_messages (user_id, conversation_id, message_seq)
    values (${userId}, ${conversationId}, ${messageSeq}) on conflict do nothing`;

/** How many messages of a conversation someone has hidden: their number only grows. */
export async function countHidden({ sql }: Reader, userId: string, conversationId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from hidden_messages
    where user_id = ${userId} and conversation_id = ${conversationId}`;
  return row?.count ?? 0;
}
