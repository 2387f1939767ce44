import type { Database } from "./database.ts";

/** One file of a message; `file` is as the message lists it. */
export interface ConversationFileRow {
  readonly seq: number;
  readonly createdAt: Date;
  readonly file: unknown;
}

/** What was shared in a conversation, newest first: of messages that stand and that the viewer has not hidden. */
export const listConversationFiles = ({ sql }: Database, viewerId: string, conversationId: string, most: number) =>
  sql<ConversationFileRow[]>`
    select m.seq, m.created_at as "createdAt", f.file
    from (
      select distinct a.owner_id, a.client_id from attachments a
      where a.conversation_id = ${conversationId} and a.client_id is not null
    ) k
    join messages m on m.conversation_id = ${conversationId} and m.author_id = k.owner_id
      and m.client_id = k.client_id and m.deleted_at is null
    cross join lateral jsonb_array_elements(coalesce(m.data -> 'attachments', '[]')) f(file)
    where not exists (
      select 1 from hidden_messages h
      where h.user_id = ${viewerId} and h.conversation_id = m.conversation_id and h.message_seq = m.seq
    )
    order by m.seq desc limit ${most}`;
