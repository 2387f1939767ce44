import { postgresDatabase } from "@/tests/support/postgres.ts";
import { tempFolder } from "@/tests/support/temp.ts";
import type { Database } from "./database.ts";
import { migrateUrl } from "./migrate.ts";
import { openDatabase } from "./open.ts";

/** A store of its own, empty but for the schema; gone with its scope. */
export type TestStore = Database & AsyncDisposable;

/** Both stores, for tests that must hold on each. */
export const stores: readonly (readonly [name: string, open: () => Promise<TestStore>])[] = [
  ["embedded", openEmbedded],
  ["PostgreSQL", openPostgres],
];

async function openEmbedded(): Promise<TestStore> {
  const folder = await tempFolder();
  const db = await openDatabase({ databaseUrl: null, dataDir: folder.join("data") });
  return disposable(db, () => folder[Symbol.asyncDispose]());
}

async function openPostgres(): Promise<TestStore> {
  const database = await postgresDatabase(migrateUrl);
  const db = await openDatabase({ databaseUrl: database.url, dataDir: "unused" });
  return disposable(db, () => database[Symbol.asyncDispose]());
}

const disposable = (db: Database, after: () => PromiseLike<void>): TestStore =>
  Object.assign(db, {
    async [Symbol.asyncDispose]() {
      await db.close();
      await after();
    },
  });
