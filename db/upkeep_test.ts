import assert from "node:assert/strict";
import { until } from "@/tests/support/wait.ts";
import type { Database } from "./database.ts";
import { openEmbedded } from "./tests/stores.ts";
import { Upkeep } from "./upkeep.ts";

async function churn({ sql }: Database): Promise<void> {
  await sql`insert into settings select 'k' || n, to_jsonb(repeat('x', 200)) from generate_series(1, 8000) n
    on conflict (key) do update set value = excluded.value`;
  await sql`update settings set value = '1'`;
}

async function lookAt({ sql }: Database): Promise<{ dead: number; analyzed: boolean; walBytes: number }> {
  const [row] = await sql<{ dead: number; analyzed: boolean; walBytes: number }[]>`
    select n_dead_tup as dead, last_analyze is not null as analyzed,
      (pg_current_wal_lsn() - redo_lsn)::float8 as "walBytes"
    from pg_stat_user_tables, pg_control_checkpoint() where relname = 'settings'`;
  assert.ok(row);
  return row;
}

Deno.test("the embedded store is tidied while it is idle, and in the end also when it never is", async () => {
  await using db = await openEmbedded();
  const isTidy = async () => {
    const { dead, analyzed, walBytes } = await lookAt(db);
    return dead === 0 && analyzed && walBytes < 1024 * 1024;
  };

  await churn(db);
  const before = await lookAt(db);
  assert.ok(before.walBytes > 1024 * 1024 && !before.analyzed);
  const idle = new Upkeep(db.sql, { onLost: () => {}, lookMs: 20 });
  await until(isTidy, "an idle store is tidy");
  await idle.stop();

  await churn(db);
  const busy = new Upkeep(db.sql, { onLost: () => {}, lookMs: 20 });
  await until(async () => {
    await db.sql`insert into settings values (${crypto.randomUUID()}, '1')`;
    return (await lookAt(db)).dead === 0;
  }, "a busy store is vacuumed");
  await busy.stop();
});

Deno.test("a store that is gone is reported", async () => {
  const sql = () => Promise.reject(Object.assign(new Error(), { code: "CONNECTION_CLOSED" }));
  let reports = 0;
  const upkeep = new Upkeep(sql as unknown as Database["sql"], { onLost: () => reports++, lookMs: 5 });
  await until(() => reports > 1, "it says so each time it looks");
  await upkeep.stop();
});
