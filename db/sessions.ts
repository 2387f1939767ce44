import { and, desc, eq, gt, inArray, isNull, lt, ne, sql } from "drizzle-orm";
import type { Queryable } from "./database.ts";
import { sessions, users } from "./schema.ts";

export type SessionRow = typeof sessions.$inferSelect;

/** A session that stands, with whose it is. */
export interface LiveSession {
  readonly session: SessionRow;
  readonly user: typeof users.$inferSelect;
}

export const insertSession = (db: Queryable, session: SessionRow) => db.insert(sessions).values(session);

const standing = (now: Date) => and(gt(sessions.expiresAt, now), eq(users.isActive, true), isNull(users.deletedAt));

// Behind every request, so both are planned once a connection and not each time.

export async function findSessionByToken(db: Queryable, tokenHash: Uint8Array, now: Date): Promise<LiveSession | null> {
  const rows = await db.select({ session: sessions, user: users }).from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.tokenHash, tokenHash), standing(now)))
    .prepare("session_by_token").execute();
  return rows[0] ?? null;
}

export async function findSessionById(db: Queryable, id: string, now: Date): Promise<LiveSession | null> {
  const rows = await db.select({ session: sessions, user: users }).from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, id), standing(now)))
    .prepare("session_by_id").execute();
  return rows[0] ?? null;
}

/** Which of these sessions still stand. */
export async function listStanding(db: Queryable, ids: readonly string[], now: Date): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db.select({ id: sessions.id }).from(sessions).innerJoin(users, eq(users.id, sessions.userId))
    .where(and(inArray(sessions.id, [...ids]), standing(now)));
  return rows.map((row) => row.id);
}

export const touchSession = (db: Queryable, id: string, seenAt: Date, expiresAt: Date) =>
  db.update(sessions).set({ lastSeenAt: seenAt, expiresAt }).where(eq(sessions.id, id));

export const rotateSession = (db: Queryable, id: string, tokenHash: Uint8Array) =>
  db.update(sessions).set({ tokenHash }).where(eq(sessions.id, id));

/** Sessions that stand, newest use first. */
export const listSessions = (db: Queryable, userId: string, now: Date): Promise<SessionRow[]> =>
  db.select().from(sessions).where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.lastSeenAt));

/**
 * Ends a session. The row stays a while without its token: it tells a known address from a new one when somebody
 * guesses passwords.
 */
export async function endSession(db: Queryable, userId: string, id: string, now: Date): Promise<boolean> {
  const ended = await db.update(sessions).set({ expiresAt: now, tokenHash: null })
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId), gt(sessions.expiresAt, now)))
    .returning({ id: sessions.id });
  return ended.length > 0;
}

/** Ends all sessions of a person, or all but one. */
export const endSessions = (db: Queryable, userId: string, exceptId: string | null, now: Date) =>
  db.update(sessions).set({ expiresAt: now, tokenHash: null }).where(and(
    eq(sessions.userId, userId),
    gt(sessions.expiresAt, now),
    exceptId === null ? undefined : ne(sessions.id, exceptId),
  ));

/** Whether this person has signed in from this address before, as far as rows reach back. */
export async function knowsAddress(db: Queryable, userId: string, address: string): Promise<boolean> {
  const rows = await db.select({ one: sql`1` }).from(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.address, address))).limit(1);
  return rows.length > 0;
}

/** Removes rows of sessions that ended before this. */
export const sweepSessions = (db: Queryable, endedBefore: Date) =>
  db.delete(sessions).where(lt(sessions.expiresAt, endedBefore));
