import assert from "node:assert/strict";
import type postgres from "postgres";
import { until } from "@/tests/support/wait.ts";
import { isConnectionLost } from "./errors.ts";
import { openPostgres } from "./tests/stores.ts";

/** Ends a transaction's own connection, from another one. */
async function kill(sql: postgres.Sql, transaction: postgres.TransactionSql): Promise<void> {
  const [row] = await transaction<{ pid: number }[]>`select pg_backend_pid() as pid`;
  // A connection of the pool that an earlier case has ended may answer once with the error of then.
  await until(() => sql`select pg_terminate_backend(${row?.pid ?? 0}, 20000)`, "the backend is told to end");
}

Deno.test("a transaction that loses its connection rejects as such, wherever it was, and the pool goes on", async () => {
  await using db = await openPostgres();
  const { sql, orm } = db;
  const bodies: Record<string, (transaction: postgres.TransactionSql) => Promise<unknown>> = {
    "in a statement": async (transaction) => {
      const [row] = await transaction`select pg_backend_pid() as pid`;
      await Promise.all([
        transaction`select pg_sleep(300)`,
        sql`select pg_terminate_backend(${row?.["pid"]}, 20000)`,
      ]);
    },
    "before the next statement": async (transaction) => {
      await kill(sql, transaction);
      await transaction`select 1`;
    },
    "before the next statement, in a nested one": async (transaction) => {
      await transaction.savepoint(async (inner) => {
        await kill(sql, inner);
        await inner.unsafe("select 1");
      });
    },
    "long before the next statement": async (transaction) => {
      await kill(sql, transaction);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await transaction`select 1`;
    },
    "before its commit": (transaction) => kill(sql, transaction),
    "before it fails by itself": async (transaction) => {
      await kill(sql, transaction);
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new Error("something else");
    },
  };
  for (const [where, body] of Object.entries(bodies)) {
    await assert.rejects(sql.begin(body), isConnectionLost, where);
    await assert.rejects(
      orm.transaction((transaction) =>
        transaction.execute("select pg_terminate_backend(pg_backend_pid()), pg_sleep(300)")
      ),
      isConnectionLost,
    );
  }
  // The driver may answer the first statement on a connection that is new again with the error of the old one.
  await until(
    () => Promise.all(Array.from({ length: 20 }, () => sql.begin((transaction) => transaction`select 1`))),
    "the whole pool is usable again",
  );
  const others = Object.assign(new Error("lost"), { code: "CONNECTION_CLOSED" });
  await assert.rejects(
    sql.begin(() => Promise.reject(others)),
    others,
    "a connection lost elsewhere does not hold the body up for ever",
  );
  assert.equal(await sql.begin("read only", () => "value"), "value");
  assert.deepEqual((await sql.begin((transaction) => [transaction`select 1`, transaction`select 2`])).length, 2);
});
