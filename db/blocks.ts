import { and, desc, eq, or } from "drizzle-orm";
import type { Queryable } from "./database.ts";
import { blocks } from "./schema.ts";

/** False when it was so already. */
export async function insertBlock(db: Queryable, blockerId: string, blockedId: string, at: Date): Promise<boolean> {
  const rows = await db.insert(blocks).values({ blockerId, blockedId, createdAt: at }).onConflictDoNothing()
    .returning({ id: blocks.blockedId });
  return rows.length > 0;
}

export async function deleteBlock(db: Queryable, blockerId: string, blockedId: string): Promise<boolean> {
  const rows = await db.delete(blocks).where(and(eq(blocks.blockerId, blockerId), eq(blocks.blockedId, blockedId)))
    .returning({ id: blocks.blockedId });
  return rows.length > 0;
}

/** Whom somebody has blocked, newest first. */
export async function listBlocked(db: Queryable, blockerId: string): Promise<string[]> {
  const rows = await db.select({ id: blocks.blockedId }).from(blocks).where(eq(blocks.blockerId, blockerId))
    .orderBy(desc(blocks.createdAt)).limit(1_000);
  return rows.map((row) => row.id);
}

/** Whether either has blocked the other. */
export async function isBlockedBetween(db: Queryable, one: string, other: string): Promise<boolean> {
  const rows = await db.select({ id: blocks.blockedId }).from(blocks).where(or(
    and(eq(blocks.blockerId, one), eq(blocks.blockedId, other)),
    and(eq(blocks.blockerId, other), eq(blocks.blockedId, one)),
  )).limit(1);
  return rows.length > 0;
}
