import type { Database } from "@/db/database.ts";
import { isHalfCopied } from "@/db/copy_store.ts";
import { MigrationError } from "@/db/errors.ts";
import { openDatabase } from "@/db/open.ts";
import type { Config } from "@/lib/config.ts";
import { logger } from "@/lib/log.ts";

export interface Store {
  readonly db: Database;
  /** Resolves with a sentence when another server has taken the database from this one, which must then stop. */
  readonly taken: Promise<string>;
  close(): Promise<void>;
}

const HALF_COPIED =
  "A data folder is being moved into this database and is not whole; finish with `deno task freshet promote`";

/**
 * Opens what the settings name: the embedded store, or PostgreSQL, where without Redis one server alone may be. Rejects
 * with a sentence when the store is in use or cannot be reached. Loads little, so that `main.ts` can begin with it.
 */
export async function openStore(
  config: Pick<Config, "databaseUrl" | "dataDir" | "redisUrl" | "poolSize">,
  options: { readonly mayBeHalfCopied?: boolean } = {},
): Promise<Store> {
  const { databaseUrl, dataDir, redisUrl, poolSize } = config;
  const { promise: taken, resolve: onLost } = Promise.withResolvers<string>();
  const guard = databaseUrl && !redisUrl ? await takeGuard(databaseUrl, onLost) : null;
  try {
    const onSlowStart = (sentence: string) => logger("start").info(sentence);
    const onSilent = () => logger("store").warn("PostgreSQL's connections did not answer; new ones are opened");
    const pool = { max: poolSize ?? undefined, isShared: redisUrl !== null };
    const db = await openDatabase({ databaseUrl, dataDir, onSlowStart, onSilent, pool });
    if (databaseUrl && !options.mayBeHalfCopied && await isHalfCopied(db.sql)) {
      await db.close();
      throw new MigrationError(HALF_COPIED);
    }
    return {
      db,
      taken,
      async close() {
        await db.close();
        await guard?.release();
      },
    };
  } catch (error) {
    await guard?.release();
    throw error;
  }
}

async function takeGuard(databaseUrl: string, onLost: (sentence: string) => void) {
  const { guardSingleInstance } = await import("@/db/single_instance.ts");
  return await guardSingleInstance(databaseUrl, { onLost });
}
