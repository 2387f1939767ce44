import assert from "node:assert/strict";
import postgres from "postgres";
import { tempFolder } from "@/tests/support/temp.ts";
import { until } from "@/tests/support/wait.ts";
import { EmbeddedStore } from "./embedded.ts";
import { MigrationError } from "./errors.ts";
import { migrate, migrateUrl, type Migration, readMigrations } from "./migrate.ts";
import { emptyDatabase } from "./tests/stores.ts";

const FIRST: Migration = { name: "0001_first.sql", text: "create table a (x int); insert into a values (1);" };
const SECOND: Migration = { name: "0002_second.sql", text: "alter table a add y int default 2; update a set x = 5;" };
const BROKEN: Migration = { name: "0002_second.sql", text: "alter table a add y int; select 1 / (x - 1) from a;" };

async function query(url: string, text: string): Promise<readonly unknown[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return (await sql.unsafe(text)).map((row) => Object.values(row));
  } finally {
    await sql.end();
  }
}

Deno.test("four processes at once on an empty database all succeed, and each file is applied once", async () => {
  await using database = await emptyDatabase();
  await Promise.all([1, 2, 3, 4].map(() => migrateUrl(database.url)));
  const names = (await readMigrations()).map((migration) => [migration.name]);
  assert.ok(names.length >= 3);
  assert.deepEqual(await query(database.url, "select name from freshet_migrations order by name"), names);
  assert.deepEqual(await query(database.url, "select count(*)::int from users"), [[0]]);
  await migrateUrl(database.url);
});

Deno.test("a migration that fails half-way leaves nothing, and goes through once it is mended", async () => {
  await using database = await emptyDatabase();
  await migrate(database, { migrations: [FIRST] });
  await assert.rejects(
    migrate(database, { migrations: [FIRST, BROKEN] }),
    (error) =>
      error instanceof MigrationError &&
      error.message === "Cannot apply migration 0002_second.sql: division by zero",
  );
  assert.deepEqual(await query(database.url, "select * from a"), [[1]]);
  assert.deepEqual(await query(database.url, "select name from freshet_migrations"), [[FIRST.name]]);
  await migrate(database, { migrations: [FIRST, SECOND] });
  assert.deepEqual(await query(database.url, "select * from a"), [[5, 2]]);
});

Deno.test("a connection killed in the middle of a migration leaves nothing", async () => {
  await using database = await emptyDatabase();
  const slow = { name: "0001_first.sql", text: `${FIRST.text} select pg_sleep(300);` };
  const killed = assert.rejects(migrate(database, { migrations: [slow] }), MigrationError);
  await until(
    () =>
      query(database.url, "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'")
        .then((rows) => rows.length > 0),
    "the migration sleeps and is killed",
  );
  await killed;
  assert.deepEqual(await query(database.url, "select count(*)::int from freshet_migrations"), [[0]]);
  await migrate(database, { migrations: [FIRST] });
  assert.deepEqual(await query(database.url, "select * from a"), [[1]]);
});

Deno.test("a file that was edited after it was applied is refused, and a newer database is left alone", async () => {
  await using database = await emptyDatabase();
  await migrate(database, { migrations: [FIRST, SECOND] });
  await assert.rejects(
    migrate(database, { migrations: [{ ...FIRST, text: `${FIRST.text}\n-- better` }, SECOND] }),
    (error) => error instanceof MigrationError && /0001_first\.sql has been edited/.test(error.message),
  );
  await migrate(database, { migrations: [FIRST] });
  assert.deepEqual(await query(database.url, "select * from a"), [[5, 2]]);
});

Deno.test("who has to wait for another process says so, and then goes on", async () => {
  await using database = await emptyDatabase();
  const holder = postgres(database.url, { max: 1 });
  await holder`select pg_advisory_lock(7368210441)`;
  const said: string[] = [];
  const migrated = migrate(database, { migrations: [FIRST], onWait: (sentence) => said.push(sentence) });
  await until(() => said.length > 0, "it says that it waits");
  await holder.end();
  await migrated;
  assert.deepEqual(said, ["Waiting for another process to migrate the database"]);
});

Deno.test("the embedded store migrates by the same rules", async () => {
  await using folder = await tempFolder();
  const store = await EmbeddedStore.open(folder.join("data"));
  try {
    await migrate(store.address, { migrations: [FIRST] });
    await assert.rejects(migrate(store.address, { migrations: [FIRST, BROKEN] }), MigrationError);
    await migrate(store.address, { migrations: [FIRST, SECOND] });
    await assert.rejects(migrate(store.address, { migrations: [FIRST, BROKEN] }), /has been edited/);
  } finally {
    await store.close();
  }
});
