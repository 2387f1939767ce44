import type { ConversationKey } from "@/db/conversations.ts";
import { hasWrittenBefore } from "@/db/messages.ts";
import { logger } from "@/lib/log.ts";
import { BoundedMap } from "./bounded_map.ts";
import type { ChatDeps } from "./deps.ts";
import { pairOf } from "./direct_key.ts";
import { perDatabase } from "./per_database.ts";

const KEPT = 20_000;
const log = logger("chat");

/** Who is known to have written where, so that the database is asked once. */
const knownOf = perDatabase(() => new BoundedMap<string, true>(KEPT));

/**
 * In a direct chat people see the presence of whoever has written there: at somebody's first message there, both are told
 * what they may see now. It never fails a message that is stored.
 */
export async function tellOfFirstWords(
  { db, announcer }: Pick<ChatDeps, "db" | "announcer">,
  { id, directKey }: ConversationKey,
  authorId: string,
  seq: number,
): Promise<void> {
  if (directKey === null) return;
  const known = knownOf(db);
  const key = `${id} ${authorId}`;
  if (known.get(key)) return;
  known.set(key, true);
  try {
    if (await hasWrittenBefore(db, id, authorId, seq)) return;
    announcer.control({ type: "visibility_changed", userIds: [...new Set(pairOf(directKey))] });
  } catch (error) {
    log.warn("Cannot tell who may be seen now: {error}", { error });
  }
}
