import assert from "node:assert/strict";
import { sharedPostgres } from "@/tests/support/postgres.ts";
import { hasPostgres } from "@/tests/support/programs.ts";
import { startProxy } from "@/tests/support/proxy.ts";
import { until } from "@/tests/support/wait.ts";
import { connect } from "./client.ts";
import { isConnectionLost } from "./errors.ts";

const ignore = !hasPostgres();
const STATEMENT_MS = 2_000;

/** A pool, all of it connected, behind an address where connections can go silent. */
async function behindProxy(max = 3) {
  const url = new URL(await sharedPostgres());
  const address = startProxy({ port: Number(url.port) });
  url.port = String(address.port);
  const told = { silent: 0 };
  const pool = connect({ url: url.href }, {
    max,
    statementMs: STATEMENT_MS,
    lockMs: STATEMENT_MS,
    underWayMs: 0,
    onSilent: () => told.silent++,
  });
  const connectAll = () => Promise.all(Array.from({ length: max }, () => pool.sql`select pg_sleep(0.2)`));
  await until(async () => (await connectAll(), address.connections >= max), "all are connected");
  return {
    ...pool,
    address,
    told,
    async [Symbol.asyncDispose]() {
      await pool.sql.end({ timeout: 1 });
      await address[Symbol.asyncDispose]();
    },
  };
}

Deno.test({
  name: "connections that go silent are given up, whoever was asking learns it, and new ones are as good as the old",
  ignore,
  async fn() {
    await using pool = await behindProxy();
    const { sql, orm, address, told } = pool;
    address.silence();
    const asked = [
      sql`select 1`,
      sql.unsafe("select 1"),
      orm.execute("select 1"),
      sql.begin((transaction) => transaction`select 1`),
    ];
    await Promise.all(asked.map((question) => assert.rejects(Promise.resolve(question), isConnectionLost)));
    assert.equal(told.silent, 1);
    const [row] = await sql`select now() as at, 7::bigint as count, '{"a":1}'::jsonb as data, ${[1, 2]}::int[] as list`;
    assert.ok(row?.["at"] instanceof Date);
    assert.deepEqual([row["count"], row["data"], row["list"]], [7, { a: 1 }, [1, 2]]);
    const [executed] = await orm.execute<{ count: number }>("select 8::bigint as count");
    assert.equal(executed?.count, 8);
    assert.equal(await sql.begin(async (transaction) => (await transaction`select 1 as one`)[0]?.["one"]), 1);
    assert.equal(told.silent, 1);
  },
});

Deno.test({
  name: "when nobody can be reached either, whoever was asking learns it all the same, and it works once somebody can",
  ignore,
  async fn() {
    await using pool = await behindProxy();
    const { sql, address } = pool;
    address.silence();
    address.retarget({ port: 1 });
    await assert.rejects(sql`select 1`.then(), isConnectionLost);
    await assert.rejects(sql`select 1`.then(), isConnectionLost);
    address.retarget({ port: Number(new URL(await sharedPostgres()).port) });
    await until(async () => (await sql`select 1`).length === 1, "it answers");
  },
});

Deno.test({
  name: "a server that is slow and answers is left alone, however long the line before it",
  ignore,
  async fn() {
    await using pool = await behindProxy();
    const { sql, told } = pool;
    const line = Array.from({ length: 36 }, () => sql`select pg_sleep(0.3)`);
    await Promise.all(line);
    await assert.rejects(sql`select pg_sleep(10)`, { code: "57014" });
    assert.equal(told.silent, 0);
  },
});

Deno.test({
  name: "a server that works on a statement for longer than it may is waited for",
  ignore,
  async fn() {
    await using pool = await behindProxy(1);
    const { sql, told } = pool;
    // As a commit whose standby does not answer, which no time-out ends.
    await sql`set statement_timeout = 0`;
    const [row] = await sql`select 1 as one from pg_sleep(5)`;
    assert.deepEqual([row?.["one"], told.silent], [1, 0]);
  },
});
