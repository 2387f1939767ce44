import postgres from "postgres";
import type { Database } from "@/db/database.ts";
import { migrateUrl } from "@/db/migrate.ts";
import { openDatabase } from "@/db/open.ts";
import { postgresDatabase, sharedPostgres } from "@/tests/support/postgres.ts";
import { tempFolder } from "@/tests/support/temp.ts";

/** A store of its own, empty but for the schema; gone with its scope. */
export type TestStore = Database & AsyncDisposable;

/** Both stores, for tests that must hold on each. */
export const stores: readonly (readonly [name: string, open: () => Promise<TestStore>])[] = [
  ["embedded", openEmbedded],
  ["PostgreSQL", openPostgres],
];

export async function openEmbedded(): Promise<TestStore> {
  const folder = await tempFolder();
  const db = await openDatabase({ databaseUrl: null, dataDir: folder.join("data") });
  return disposable(db, () => folder[Symbol.asyncDispose]());
}

export async function openPostgres(): Promise<TestStore> {
  const database = await postgresDatabase(migrateUrl);
  const db = await openDatabase({ databaseUrl: database.url, dataDir: "unused" });
  return disposable(db, () => database[Symbol.asyncDispose]());
}

/** A PostgreSQL database without any schema. */
export async function emptyDatabase(): Promise<AsyncDisposable & { readonly url: string }> {
  const cluster = await sharedPostgres();
  const name = `e_${crypto.randomUUID().replaceAll("-", "")}`;
  const run = async (text: string) => {
    const sql = postgres(cluster, { max: 1, onnotice: () => {} });
    await sql.unsafe(text);
    await sql.end();
  };
  await run(`create database ${name} template template0`);
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return { url: url.href, [Symbol.asyncDispose]: () => run(`drop database ${name} with (force)`) };
}

const disposable = (db: Database, after: () => PromiseLike<void>): TestStore =>
  Object.assign(db, {
    async [Symbol.asyncDispose]() {
      await db.close();
      await after();
    },
  });
