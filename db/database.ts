import type postgres from "postgres";
import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type * as schema from "./schema.ts";
import type { SlowStatements } from "./slow_statements.ts";

export type Orm = PostgresJsDatabase<typeof schema>;
/** The pool's handle or a transaction's: queries take it, so that they run in either. */
export type Queryable = Pick<Orm, "select" | "insert" | "update" | "delete" | "execute" | "selectDistinct" | "$count">;

/** PostgreSQL, or the embedded store that speaks its protocol. Opened by `open.ts`, already migrated. */
export interface Database {
  readonly kind: "postgres" | "embedded";
  /** For SQL as text. On the embedded store this is one connection: inside `begin` use only the transaction's handle. */
  readonly sql: postgres.Sql;
  readonly orm: Orm;
  /** Statements of this process that took long. */
  readonly slow?: SlowStatements;
  /** Resolves when a `select 1` answers within `timeoutMs`, else rejects. */
  ping(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}
