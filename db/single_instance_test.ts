import assert from "node:assert/strict";
import postgres from "postgres";
import { until } from "@/tests/support/wait.ts";
import { StoreLockedError, StoreUnavailableError } from "./errors.ts";
import { guardSingleInstance } from "./single_instance.ts";
import { emptyDatabase } from "./tests/stores.ts";

const TAKEN = "Another Freshet server uses this database; to run several, give REDIS_URL to all of them";

Deno.test("a second server on one database is refused with a sentence, until the first is gone", async () => {
  await using database = await emptyDatabase();
  await using other = await emptyDatabase();
  const first = await guardSingleInstance(database.url);
  await assert.rejects(
    guardSingleInstance(database.url),
    (error) => error instanceof StoreLockedError && error.message === TAKEN,
  );
  await (await guardSingleInstance(other.url)).release();
  await first.release();
  await (await guardSingleInstance(database.url)).release();
});

Deno.test("a guard that lost its connection takes the lock again, and tells when another was faster", async () => {
  await using database = await emptyDatabase();
  await using admin = disposable(postgres(database.url, { max: 1 }));
  const holders = async () =>
    await admin.sql<{ pid: number }[]>`
      select pid from pg_locks where locktype = 'advisory' and granted and database = (
        select oid from pg_database where datname = current_database()
      )`;
  const kill = async () => {
    const [holder] = await holders();
    assert.ok(holder);
    await admin.sql`select pg_terminate_backend(${holder.pid}, 20000)`;
    return holder.pid;
  };

  const guard = await guardSingleInstance(database.url, { checkMs: 10 });
  const killed = await kill();
  await until(async () => (await holders()).some(({ pid }) => pid !== killed), "the lock is taken again");
  await assert.rejects(guardSingleInstance(database.url), StoreLockedError);
  await guard.release();

  const told: string[] = [];
  const slow = await guardSingleInstance(database.url, { checkMs: 1_000, onLost: (sentence) => told.push(sentence) });
  const faster = await until(async () => {
    await kill();
    return await guardSingleInstance(database.url).catch(() => null);
  }, "another server takes the lock");
  await until(() => told.length > 0, "the first one is told");
  assert.deepEqual(told, [TAKEN]);
  await slow.release();
  await faster.release();
});

Deno.test("a guard without a database says so", async () => {
  await assert.rejects(guardSingleInstance("postgres://127.0.0.1:1/chat"), StoreUnavailableError);
});

const disposable = (sql: postgres.Sql) => ({ sql, [Symbol.asyncDispose]: () => sql.end() });
