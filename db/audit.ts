import { desc, lt } from "drizzle-orm";
import type { Queryable } from "./database.ts";
import { audit } from "./schema.ts";

export type AuditRow = typeof audit.$inferSelect;

/** Keeps who did what to whom: acts of administrators and of safety. Never message text, passwords or tokens. */
export const insertAudit = (db: Queryable, row: AuditRow) => db.insert(audit).values(row);

/** Newest first, those made before a time. */
export const listAudit = (db: Queryable, before: Date, limit: number): Promise<AuditRow[]> =>
  db.select().from(audit).where(lt(audit.createdAt, before)).orderBy(desc(audit.createdAt), desc(audit.id)).limit(
    limit,
  );
