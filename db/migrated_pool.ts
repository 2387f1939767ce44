import type postgres from "postgres";
import { connect, type StoreAddress } from "./client.ts";
import type { Database, Orm } from "./database.ts";
import type { EmbeddedStore } from "./embedded.ts";
import { StoreUnavailableError } from "./errors.ts";
import { migrate, migrateAlone } from "./migrate.ts";
import { type PoolOptions, takeShare } from "./pool_share.ts";
import { SlowStatements } from "./slow_statements.ts";
import { Upkeep } from "./upkeep.ts";

const LIMITS = { statementMs: 5_000, lockMs: 2_000 } as const;
/** An idle pool closes its connections after a minute; one of them must stay, since its name holds the share. */
const SHOW_MS = 30_000;

/** Migrates what answers at an address, then gives a pool of connections to it. */
export async function openMigrated(
  address: StoreAddress,
  options: {
    readonly store?: EmbeddedStore;
    readonly onWait?: (sentence: string) => void;
    readonly onSilent?: () => void;
    readonly pool?: PoolOptions;
  },
): Promise<Database> {
  const { store, onSilent } = options;
  if (!store) await migrate(address, { onWait: options.onWait });
  const share = "url" in address ? await takeShare(address.url, options.pool ?? {}) : null;
  const slow = new SlowStatements();
  const pool = connect(address, {
    ...LIMITS,
    max: share?.max ?? 1,
    slow,
    onSilent,
    ...(share ? { name: share.name } : {}),
  });
  try {
    if (store) await migrateAlone(pool.sql);
    else await pool.sql`select 1`;
    return new OpenDatabase(pool, slow, store);
  } catch (error) {
    await pool.sql.end({ timeout: 5 });
    throw error;
  } finally {
    await share?.seated();
  }
}

class OpenDatabase implements Database {
  readonly kind: Database["kind"];
  readonly sql: postgres.Sql;
  readonly orm: Orm;
  readonly slow: SlowStatements;
  #store: EmbeddedStore | undefined;
  #upkeep: Upkeep | undefined;
  #showing: ReturnType<typeof setInterval> | undefined;

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
    else this.#showing = setInterval(() => void this.sql`select 1`.catch(() => {}), SHOW_MS);
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
    clearInterval(this.#showing);
    await this.#upkeep?.stop();
    await this.sql.end({ timeout: 5 });
    await this.#store?.close();
  }
}
