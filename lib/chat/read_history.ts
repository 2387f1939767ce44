import { countHidden } from "@/db/hidden.ts";
import type { MessageRow } from "@/db/message_rows.ts";
import type { Reader } from "@/db/replica.ts";
import { listUsers } from "@/db/users.ts";
import { displayName } from "@/lib/auth/display_name.ts";
import type { Access } from "./access.ts";
import type { ChatDeps } from "./deps.ts";

interface Page {
  readonly rows: readonly MessageRow[];
}

/**
 * Reads a page from the replica when it is no older than what this person has been shown or has done, else from the
 * primary. The access comes from the primary, so its head says how far the replica must be; what takes no number (what
 * they have hidden, what people are called) is compared with the primary or read there.
 */
export async function readHistory<P extends Page>(
  { db, replica }: Pick<ChatDeps, "db" | "replica">,
  userId: string,
  { conversationId, lastSeq }: Pick<Access, "conversationId" | "lastSeq">,
  read: (reader: Reader) => Promise<P>,
): Promise<P> {
  if (!replica) return await read(db);
  const hidden = await countHidden(db, userId, conversationId);
  const page = await replica.read(new Map([[conversationId, lastSeq]]), async (reader) => {
    const isSame = await countHidden(reader, userId, conversationId) === hidden;
    return isSame ? await read(reader) : null;
  });
  if (page === null) return await read(db);
  const authors = await listUsers(db.orm, [...new Set(page.rows.map((row) => row.authorId))]);
  const names = new Map(authors.map((user) => [user.id, displayName(user)]));
  return {
    ...page,
    rows: page.rows.map((row) => ({ ...row, authorName: names.get(row.authorId) ?? row.authorName })),
  };
}
