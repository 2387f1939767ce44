import type postgres from "postgres";
import { connect, type StoreAddress } from "./client.ts";
import type { Database, Orm } from "./database.ts";
import { EmbeddedStore } from "./embedded.ts";
import { cannotOpen, StoreUnavailableError } from "./errors.ts";
import { migrate } from "./migrate.ts";
import { Upkeep } from "./upkeep.ts";

export interface OpenOptions {
  /** Null: the embedded store in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Told what a start is waiting for when it takes longer than a moment. */
  readonly onSlowStart?: (sentence: string) => void;
}

const POOL = { max: 10, statementMs: 5_000, lockMs: 2_000 } as const;

/**
 * Opens PostgreSQL, or the embedded store when there is no address, and migrates it before it returns. Throws
 * `StoreLockedError` when another process has the embedded store open.
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  if (options.databaseUrl !== null) {
    const address = { url: options.databaseUrl };
    try {
      await migrate(address, { onWait: options.onSlowStart });
    } catch (error) {
      throw cannotOpen(error, options.databaseUrl);
    }
    return new OpenDatabase("postgres", address);
  }
  const store = await EmbeddedStore.open(options.dataDir, options.onSlowStart);
  try {
    await migrate(store.address);
    return new OpenDatabase("embedded", store.address, store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

class OpenDatabase implements Database {
  readonly kind: Database["kind"];
  readonly sql: postgres.Sql;
  readonly orm: Orm;
  #store: EmbeddedStore | undefined;
  #upkeep: Upkeep | undefined;

  constructor(kind: Database["kind"], address: StoreAddress, store?: EmbeddedStore) {
    this.kind = kind;
    this.#store = store;
    ({ sql: this.sql, orm: this.orm } = connect(address, POOL));
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
