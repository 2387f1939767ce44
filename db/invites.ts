import { and, desc, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import type { Queryable } from "./database.ts";
import { invites } from "./schema.ts";

export type InviteRow = typeof invites.$inferSelect;

export const insertInvite = (db: Queryable, invite: InviteRow) => db.insert(invites).values(invite);

const usable = (now: Date) =>
  and(
    isNull(invites.revokedAt),
    or(isNull(invites.expiresAt), gt(invites.expiresAt, now)),
    or(isNull(invites.maxUses), lt(invites.uses, invites.maxUses)),
  );

export async function findInvite(
  db: Queryable,
  kind: InviteRow["kind"],
  tokenHash: Uint8Array,
  now: Date,
): Promise<InviteRow | null> {
  const rows = await db.select().from(invites)
    .where(and(eq(invites.tokenHash, tokenHash), eq(invites.kind, kind), usable(now)));
  return rows[0] ?? null;
}

/** Counts one use, or returns null when nothing is left of it. The row's lock makes the last use go to one person only. */
export async function takeInvite(
  db: Queryable,
  kind: InviteRow["kind"],
  tokenHash: Uint8Array,
  now: Date,
): Promise<InviteRow | null> {
  const rows = await db.update(invites).set({ uses: sql`${invites.uses} + 1` })
    .where(and(eq(invites.tokenHash, tokenHash), eq(invites.kind, kind), usable(now))).returning();
  return rows[0] ?? null;
}

/** Invitations of a kind that can still be used, newest first. For groups: those of one group. */
export const listInvites = (
  db: Queryable,
  kind: InviteRow["kind"],
  conversationId: string | null,
  now: Date,
): Promise<InviteRow[]> =>
  db.select().from(invites).where(and(
    eq(invites.kind, kind),
    conversationId === null ? undefined : eq(invites.conversationId, conversationId),
    usable(now),
  )).orderBy(desc(invites.createdAt)).limit(100);

export async function revokeInvite(
  db: Queryable,
  kind: InviteRow["kind"],
  conversationId: string | null,
  id: string,
  now: Date,
): Promise<boolean> {
  const rows = await db.update(invites).set({ revokedAt: now }).where(and(
    eq(invites.id, id),
    eq(invites.kind, kind),
    conversationId === null ? undefined : eq(invites.conversationId, conversationId),
    isNull(invites.revokedAt),
  )).returning({ id: invites.id });
  return rows.length > 0;
}

/** A new link for one purpose of one person makes the earlier ones worthless. */
export const revokeInvitesOf = (db: Queryable, kind: InviteRow["kind"], userId: string, now: Date) =>
  db.update(invites).set({ revokedAt: now })
    .where(and(eq(invites.userId, userId), eq(invites.kind, kind), isNull(invites.revokedAt)));
