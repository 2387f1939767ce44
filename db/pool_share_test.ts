import assert from "node:assert/strict";
import { migrateUrl } from "@/db/migrate.ts";
import { startPostgres } from "@/tests/support/postgres.ts";
import { hasPostgres } from "@/tests/support/programs.ts";
import { connect } from "./client.ts";
import type { Database } from "./database.ts";
import { openDatabase } from "./open.ts";
import { shareOf } from "./pool_share.ts";

Deno.test("a pool is a fair share of what the server lets in, one connection at least and ten at most", () => {
  const shares: [usable: number, instances: number, taken: number, isShared: boolean, share: number][] = [
    [94, 0, 0, false, 10],
    [7, 0, 0, false, 7],
    [94, 0, 0, true, 10],
    [94, 9, 90, true, 4],
    [14, 0, 0, true, 3],
    [14, 3, 9, true, 3],
    [14, 4, 12, true, 2],
    [14, 5, 14, true, 1],
    [0, 0, 0, true, 1],
  ];
  for (const [usable, instances, taken, isShared, share] of shares) {
    assert.equal(shareOf({ usable, instances, taken }, isShared), share, `${usable} ${instances} ${taken} ${isShared}`);
  }
});

Deno.test({
  name: "three instances that start at once on a server with few connections never ask for more than it has",
  ignore: !hasPostgres(),
  async fn() {
    await using server = await startPostgres({ settings: { max_connections: "20" } });
    const databaseUrl = await server.database(migrateUrl);
    const open = (max?: number) => openDatabase({ databaseUrl, dataDir: "", pool: { isShared: true, max } });
    const pools: Database[] = await Promise.all([open(), open(), open()]);
    const { sql: psql } = connect({ url: databaseUrl }, { max: 1, statementMs: 0, lockMs: 0 });
    try {
      await Promise.all(pools.map(busy));
      assert.deepEqual(await countSessions(psql), [3, 3, 3]);
      // Who sets it has it so, and the others know.
      pools.push(await open(5));
      await busy(pools[3]);
      assert.deepEqual(await countSessions(psql), [3, 3, 3, 5]);
      await assert.doesNotReject(open().then((fifth) => pools.push(fifth)), "nothing is left, and one is let in");
      assert.deepEqual(await countSessions(psql), [1, 3, 3, 3, 5]);
      // Whoever is gone leaves room.
      await Promise.all(pools.splice(0, 4).map((db) => db.close()));
      pools.push(await open());
      await busy(pools[1]);
      assert.deepEqual(await countSessions(psql), [1, 3]);
    } finally {
      await Promise.all([...pools.map((db) => db.close()), psql.end()]);
    }
  },
});

/** Uses all connections that it may have. */
async function busy(db: Database | undefined): Promise<void> {
  assert.ok(db);
  await Promise.all(Array.from({ length: 30 }, () => db.sql`select pg_sleep(0.05)`));
}

/** How many sessions each pool has, the smallest first. */
async function countSessions(sql: Database["sql"]): Promise<number[]> {
  const rows = await sql<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity where application_name like 'freshet %'
    group by application_name order by count`;
  return rows.map(({ count }) => count);
}
