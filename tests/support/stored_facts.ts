import type { Database } from "@/db/database.ts";
import type { StoredFact } from "./history.ts";

/** Every message and event that a store holds, for the history checker. */
export async function storedFacts(db: Database): Promise<StoredFact[]> {
  const messages = await db.sql<
    {
      conversation: string;
      seq: string;
      id: string;
      author: string;
      client_id: string;
      type: string;
      content: string;
    }[]
  >`select conversation_id as conversation, seq, id, author_id as author, client_id, type, content from messages`;
  const events = await db.sql<{ conversation: string; seq: string; id: string }[]>`
    select e.conversation_id as conversation, e.seq, m.id
    from events e join messages m on m.conversation_id = e.conversation_id and m.seq = e.message_seq`;
  return [
    ...messages.map(({ conversation, seq, id, author, client_id, type, content }) => ({
      conversation,
      seq: Number(seq),
      id,
      ...(type === "system" ? {} : { author, clientId: client_id, content }),
    })),
    ...events.map(({ conversation, seq, id }) => ({ conversation, seq: Number(seq), id })),
  ];
}
