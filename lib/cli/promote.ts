import { compareStores, copyStore, countRows, endCopy } from "@/db/copy_store.ts";
import { keepSetting } from "@/db/settings.ts";
import type { Config } from "@/lib/config.ts";
import { readConfig } from "@/lib/config.ts";
import { operatorSentence } from "@/lib/operator_sentence.ts";
import { openStore, type Store } from "@/lib/store.ts";
import type { Verb } from "./main.ts";
import { progressBar } from "./progress_bar.ts";

const SHOWN = 10;

/** Moves the embedded store into PostgreSQL. What was interrupted goes on; the data folder stays as it is. */
export const promote: Verb = {
  help: "move the embedded store into DATABASE_URL; --dry-run only looks",
  async run(env, say, args) {
    try {
      const config = readConfig(env);
      if (config.databaseUrl === null) {
        say("Set DATABASE_URL to the database to move into");
        return 2;
      }
      if (!await isFolder(`${config.dataDir}/store`)) {
        say(`There is no embedded store in ${config.dataDir}; nothing to move`);
        return 1;
      }
      await using source = await openSource(config);
      return await (args.includes("--dry-run") ? look(source.db, config, say) : move(source.db, config, say));
    } catch (error) {
      const sentence = operatorSentence(error);
      if (sentence === null) throw error;
      say(sentence);
      return 1;
    }
  },
};

async function look(source: Store["db"], config: Config, say: (line: string) => void): Promise<number> {
  say(`${config.dataDir} would be moved:`);
  for (const { table, rows } of await countRows(source.sql)) say(`  ${table.padEnd(16)} ${rows}`);
  await using target = await openTarget(config);
  const [found] = await countRows(target.db.sql);
  if (!found) {
    say("The database answers and is empty. Nothing was moved");
    return 0;
  }
  say(`The database is not empty (${found.table} has ${found.rows} rows). Nothing was moved`);
  return 1;
}

async function move(source: Store["db"], config: Config, say: (line: string) => void): Promise<number> {
  await using target = await openTarget(config);
  const bar = progressBar(say);
  await copyStore(source.sql, target.db.sql, ({ table, copied, total }) => bar.show(copied, total, table));
  bar.end();
  say("Comparing both, row by row");
  const differing = await compareStores(source.sql, target.db.sql);
  if (differing.length > 0) {
    say(`Not the same, so the database is not given free; ${differing.length} parts differ:`);
    for (const line of differing.slice(0, SHOWN)) say(`  ${line}`);
    return 1;
  }
  const secret = await Deno.readTextFile(`${config.dataDir}/jwt_secret`).catch(() => null);
  if (secret !== null) await keepSetting(target.db.orm, "jwt_secret", secret.trim());
  await endCopy(target.db.sql);
  say(`Everything is in the database, the same row by row. Start with DATABASE_URL from now on;`);
  say(`files stay in ${config.dataDir}/files, and ${config.dataDir}/store is left as a copy`);
  return 0;
}

const openSource = (config: Config) => disposable(openStore({ ...config, databaseUrl: null }));

/** Guarded as if it were a server without Redis: no server may use the database meanwhile. */
const openTarget = (config: Config) => disposable(openStore({ ...config, redisUrl: null }, { mayBeHalfCopied: true }));

async function disposable(opening: Promise<Store>): Promise<Store & AsyncDisposable> {
  const store = await opening;
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
