import type postgres from "postgres";
import type { Database } from "./database.ts";

/** Any number, the same in every release: the first half of the lock on the bytes of one file. */
const BYTES_LOCK = 1_684_107_092;
/** For removing what stands under one name, in a store that may be slow. */
const WAIT = "20s";

/**
 * Says that an upload is about to bring these bytes: from here on nobody removes them, on any instance. False when the
 * upload is gone meanwhile.
 */
export const claimBytes = (db: Database, id: string, sha256: string): Promise<boolean> =>
  underLock(db, sha256, async (sql) => {
    const rows = await sql`
      update attachments set coming_sha256 = ${sha256} where id = ${id} and sha256 is null returning id`;
    return rows.length > 0;
  });

/** Removes bytes that no file has and none awaits. Whoever would bring the same meanwhile waits, and brings them after. */
export const removeUnused = (db: Database, sha256: string, remove: () => Promise<void>): Promise<void> =>
  underLock(db, sha256, async (sql) => {
    const rows = await sql`
      select from attachments where sha256 = ${sha256} or coming_sha256 = ${sha256} limit 1`;
    if (rows.length === 0) await remove();
  });

/** Which of these have a row. */
export async function listUsedHashes({ sql }: Database, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql<{ hash: string }[]>`
    select sha256 as hash from attachments where sha256 = any(${[...hashes]})
    union select coming_sha256 from attachments where coming_sha256 = any(${[...hashes]})`;
  return new Set(rows.map((row) => row.hash));
}

type Sql = postgres.Sql | postgres.TransactionSql;

/** The embedded store is one process's, which takes its turns by itself, and its one connection must not wait for files. */
function underLock<T>({ kind, sql }: Database, sha256: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  if (kind === "embedded") return work(sql);
  return sql.begin(async (transaction) => {
    await transaction`select set_config('lock_timeout', ${WAIT}, true), set_config('statement_timeout', ${WAIT}, true)`;
    await transaction`select pg_advisory_xact_lock(${BYTES_LOCK}::integer, hashtext(${sha256}))`;
    return await work(transaction);
  }) as Promise<T>;
}
