import { type ConversationKey, directKeyOf, findKey, setOpener } from "@/db/conversations.ts";
import type { Database } from "@/db/database.ts";
import { createDirect } from "@/db/group_changes.ts";
import { newId } from "@/lib/ids.ts";
import { BoundedMap } from "./bounded_map.ts";
import { perDatabase } from "./per_database.ts";

const KEPT = 20_000;

interface Known {
  readonly keys: BoundedMap<string, ConversationKey>;
  /** Direct key → key of the conversation. */
  readonly directs: BoundedMap<string, ConversationKey>;
}

/**
 * What never changes about conversations, so that a send asks the database nothing but the writer's statement. Nothing
 * about rights is kept here: those are read inside the writer.
 */
const knownOf = perDatabase((): Known => ({ keys: new BoundedMap(KEPT), directs: new BoundedMap(KEPT) }));

/** What is known of a conversation, without asking the database. */
export const knownConversation = (db: Database, id: string): ConversationKey | undefined => knownOf(db).keys.get(id);

/** The direct chat of two people, if it is known, without asking the database. */
export const knownDirectChat = (db: Database, userId: string, otherId: string): ConversationKey | undefined =>
  knownOf(db).directs.get(directKeyOf(userId, otherId));

/** Kind and direct pair of a conversation; null when there is none. */
export async function findConversationKey(db: Database, id: string): Promise<ConversationKey | null> {
  const known = knownConversation(db, id);
  if (known) return known;
  const key = await findKey(db, id);
  if (key) knownOf(db).keys.set(id, key);
  return key;
}

/** The direct chat of two people, made if there is none; null when there is none and the other cannot be written to. */
export async function openDirectChat(db: Database, userId: string, otherId: string): Promise<ConversationKey | null> {
  const known = knownDirectChat(db, userId, otherId);
  if (known) return known;
  const directKey = directKeyOf(userId, otherId);
  const made = await createDirect(db, { id: newId(), actorId: userId, peerId: otherId });
  if (made.outcome === "refused") return null;
  if (made.isNew) await setOpener(db, made.id, userId);
  const key: ConversationKey = { id: made.id, kind: "direct", directKey };
  knownOf(db).directs.set(directKey, key);
  knownOf(db).keys.set(made.id, key);
  return key;
}
