import type postgres from "postgres";
import { connect, type StoreAddress } from "./client.ts";
import type { Database, Orm } from "./database.ts";
import type { EmbeddedStore } from "./embedded.ts";
import { StoreUnavailableError } from "./errors.ts";
import { migrate, migrateAlone } from "./migrate.ts";
import { SlowStatements } from "./slow_statements.ts";
import { Upkeep } from "./upkeep.ts";

const POOL = { max: 10, statementMs: 5_000, lockMs: 2_000 } as const;

/** Migrates what answers at an address, then gives a pool of connections to it. */
export async function openMigrated(
  address: StoreAddress,
  options: { readonly store?: EmbeddedStore; readonly onWait?: (sentence: string) => void },
): Promise<Database> {
  const { store } = options;
  if (!store) await migrate(address, { onWait: options.onWait });
  const slow = new SlowStatements();
  const pool = connect(address, { ...POOL, slow });
  try {
    if (store) await migrateAlone(pool.sql);
    return new OpenDatabase(pool, slow, store);
  } catch (error) {
    await pool.sql.end({ timeout: 5 });
    throw error;
  }
}

class OpenDatabase implements Database {
  readonly kind: Database["kind"];
  readonly sql: postgres.Sql;
  readonly orm: Orm;
  readonly slow: SlowStatements;
  #store: EmbeddedStore | undefined;
  #upkeep: Upkeep | undefined;

  constructor(
    { sql, orm }: { readonly sql: postgres.Sql; readonly orm: Orm },
    slow: SlowStatements,
    store: EmbeddedStore | undefined,
  ) {
    this.kind = store ? "embedded" : "postgres";
    this.#store = store;
    this.sql = sql;
    this.orm = orm;
    this.slow = slow;
    if (store) this.#upkeep = new Upkeep(this.sql, { onLost: () => void store.restart() });
  }

  async ping(timeoutMs: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new StoreUnavailableError("Storage does not answer")), timeoutMs);
    });
    try {
      await Promise.race([this.sql`select 1`, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.#upkeep?.stop();
    await this.sql.end({ timeout: 5 });
    await this.#store?.close();
  }
}
