import type { Database } from "@/db/database.ts";
import { listHeads } from "@/db/facts.ts";
import { listMemberIds, listMemberships } from "@/db/members.ts";
import type { ConversationKind } from "@/lib/protocol/messages.ts";

export interface Membership {
  readonly conversationId: string;
  readonly kind: ConversationKind;
  readonly lastSeq: number;
}

/** The last seq of each conversation that exists. */
export async function readHeads(
  db: Database,
  conversationIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (conversationIds.length === 0) return new Map();
  const rows = await listHeads(db, conversationIds, null);
  return new Map(rows.map((row) => [row.conversationId, row.lastSeq]));
}

/** Every conversation someone is a member of now. */
export const membershipsOf = (db: Database, userId: string): Promise<readonly Membership[]> =>
  listMemberships(db, [userId]);

/** The same for many people at once, for the re-check of every connection. Someone without any has an empty list. */
export async function membershipsOfAll(
  db: Database,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Membership[]>> {
  const found = new Map<string, Membership[]>(userIds.map((id) => [id, []]));
  if (userIds.length === 0) return found;
  for (const row of await listMemberships(db, userIds)) found.get(row.userId)?.push(row);
  return found;
}

/** Who is a member now. */
export const memberIds = (db: Database, conversationId: string): Promise<readonly string[]> =>
  listMemberIds(db, conversationId);
