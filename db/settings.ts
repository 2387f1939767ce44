import { eq } from "drizzle-orm";
import type { Queryable } from "./database.ts";
import { settings } from "./schema.ts";

export async function findSetting(db: Queryable, key: string): Promise<unknown> {
  const rows = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, key));
  return rows[0]?.value;
}

/** Keeps the value unless another instance was first; returns the one that is kept. */
export async function keepSetting(db: Queryable, key: string, value: unknown): Promise<unknown> {
  await db.insert(settings).values({ key, value }).onConflictDoNothing();
  return await findSetting(db, key);
}
