import { and, eq, or } from "drizzle-orm";
import type { Database, Queryable } from "./database.ts";
import { friendships } from "./schema.ts";

export type FriendshipRow = typeof friendships.$inferSelect;

const between = (one: string, other: string) =>
  or(
    and(eq(friendships.requesterId, one), eq(friendships.addresseeId, other)),
    and(eq(friendships.requesterId, other), eq(friendships.addresseeId, one)),
  );

export async function findFriendship(db: Queryable, one: string, other: string): Promise<FriendshipRow | null> {
  const rows = await db.select().from(friendships).where(between(one, other));
  return rows[0] ?? null;
}

/**
 * Asks, or accepts when the other one has asked already; both at once become friends. Repeats change nothing. Answers how it
 * stands now.
 */
export async function requestFriendship({ sql }: Database, requesterId: string, addresseeId: string, at: Date) {
  const rows = await sql<{ status: FriendshipRow["status"] }[]>`
    insert into friendships (requester_id, addressee_id, status, created_at, updated_at)
    values (${requesterId}, ${addresseeId}, 'pending', ${at}, ${at})
    on conflict (least(requester_id, addressee_id), greatest(requester_id, addressee_id)) do update set
      status = case when friendships.requester_id = ${addresseeId} then 'accepted' else friendships.status end,
      updated_at = ${at}
    returning status`;
  return rows[0]?.status ?? "pending";
}

/** Accepts what the other one has asked. False when nothing is asked. */
export async function acceptFriendship(db: Queryable, requesterId: string, addresseeId: string, at: Date) {
  const rows = await db.update(friendships).set({ status: "accepted", updatedAt: at })
    .where(and(eq(friendships.requesterId, requesterId), eq(friendships.addresseeId, addresseeId)))
    .returning({ status: friendships.status });
  return rows.length > 0;
}

/** Ends a friendship, takes a request back or declines it. False when there was none. */
export async function deleteFriendship(db: Queryable, one: string, other: string): Promise<boolean> {
  return (await db.delete(friendships).where(between(one, other)).returning({ one: friendships.requesterId })).length >
    0;
}

export const listFriendships = (db: Queryable, userId: string): Promise<FriendshipRow[]> =>
  db.select().from(friendships)
    .where(or(eq(friendships.requesterId, userId), eq(friendships.addresseeId, userId))).limit(1_000);
