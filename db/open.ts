import type { Database } from "./database.ts";
import { EmbeddedStore } from "./embedded.ts";
import { cannotOpen } from "./errors.ts";
import type { PoolOptions } from "./pool_share.ts";

export interface OpenOptions {
  /** Null: the embedded store in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Told what a start is waiting for when it takes longer than a moment. */
  readonly onSlowStart?: (sentence: string) => void;
  /** Told when PostgreSQL's connections did not answer and were given up for new ones. */
  readonly onSilent?: () => void;
  /** How many connections to PostgreSQL; the embedded store has one. */
  readonly pool?: PoolOptions;
}

/**
 * Opens PostgreSQL, or the embedded store when there is no address, and migrates it before it returns. Throws
 * `StoreLockedError` when another process has the embedded store open.
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const { databaseUrl, dataDir, onSlowStart, onSilent, pool } = options;
  // The driver takes a while to load; the embedded store comes up meanwhile.
  const loading = import("./migrated_pool.ts");
  if (databaseUrl !== null) {
    const { openMigrated } = await loading;
    try {
      return await openMigrated({ url: databaseUrl }, { onWait: onSlowStart, onSilent, pool });
    } catch (error) {
      throw cannotOpen(error, databaseUrl);
    }
  }
  const store = await EmbeddedStore.open(dataDir, onSlowStart);
  try {
    const { openMigrated } = await loading;
    return await openMigrated(store.address, { store });
  } catch (error) {
    await store.close();
    throw error;
  }
}
