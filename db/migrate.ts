import type postgres from "postgres";
import { connect, type StoreAddress } from "./client.ts";
import { MigrationError } from "./errors.ts";

export interface Migration {
  /** File name; the order of names is the order of application. */
  readonly name: string;
  readonly text: string;
}

interface MigrateOptions {
  /** Our own files by default. */
  readonly migrations?: readonly Migration[];
  /** Called with a sentence when another process has been migrating for a while. */
  readonly onWait?: (sentence: string) => void;
}

/** Any number, the same in every release: whoever holds this advisory lock migrates. */
const LOCK = 7_368_210_441;
const WAIT_MS = 3_000;

/** Brings a PostgreSQL database to the newest schema. Safe to run from many processes at once. */
export const migrateUrl = (url: string): Promise<void> => migrate({ url });

/** As `migrateUrl`, for either store. Uses a connection of its own and has closed it when it returns. */
export async function migrate(address: StoreAddress, options: MigrateOptions = {}): Promise<void> {
  const migrations = options.migrations ?? await readMigrations();
  const { sql } = connect(address, { max: 1, statementMs: 0, lockMs: 0 });
  try {
    await takeLock(sql, options.onWait);
    try {
      await applyAll(sql, migrations);
    } finally {
      // Should this fail, the end of the connection gives the lock back; it must not hide the first error.
      await sql`select pg_advisory_unlock(${LOCK}::bigint)`.catch(() => {});
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** As `migrate`, over the only connection to a store that nobody else has open. */
export const migrateAlone = async (sql: postgres.Sql): Promise<void> => await applyAll(sql, await readMigrations());

/** The migrations of this release, in order. */
export async function readMigrations(folder = new URL("./migrations/", import.meta.url)): Promise<Migration[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isFile && entry.name.endsWith(".sql")) names.push(entry.name);
  }
  return await Promise.all(
    names.sort().map(async (name) => ({ name, text: await Deno.readTextFile(new URL(name, folder)) })),
  );
}

async function takeLock(sql: postgres.Sql, onWait?: (sentence: string) => void): Promise<void> {
  const timer = onWait && setTimeout(() => onWait("Waiting for another process to migrate the database"), WAIT_MS);
  try {
    await sql`select pg_advisory_lock(${LOCK}::bigint)`;
  } finally {
    clearTimeout(timer);
  }
}

async function applyAll(sql: postgres.Sql, migrations: readonly Migration[]): Promise<void> {
  await sql`
    create table if not exists freshet_migrations (
      name text primary key,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`;
  const applied = new Map(
    (await sql<{ name: string; sha256: string }[]>`select name, sha256 from freshet_migrations`)
      .map((row) => [row.name, row.sha256]),
  );
  for (const migration of migrations) {
    const hash = await sha256(migration.text);
    const known = applied.get(migration.name);
    if (known === undefined) await apply(sql, migration, hash);
    else if (known !== hash) {
      throw new MigrationError(
        `Migration ${migration.name} has been edited since it was applied to this database; put it back and add a new one`,
      );
    }
  }
}

/** File and record commit together, so that a run which is killed half-way leaves nothing. */
async function apply(sql: postgres.Sql, { name, text }: Migration, hash: string): Promise<void> {
  try {
    await sql.begin(async (transaction) => {
      await transaction.unsafe(text);
      await transaction`insert into freshet_migrations (name, sha256) values (${name}, ${hash})`;
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`Cannot apply migration ${name}: ${reason}`, { cause: error });
  }
}

async function sha256(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
