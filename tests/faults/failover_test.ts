import assert from "node:assert/strict";
import { migrateUrl } from "@/db/migrate.ts";
import { openDatabase } from "@/db/open.ts";
import { sayFigure } from "../support/figures.ts";
import { startPostgres } from "../support/postgres.ts";
import { hasPostgres } from "../support/programs.ts";
import { startProxy } from "../support/proxy.ts";
import { startServer } from "../support/server.ts";
import { startStandby, tell } from "../support/standby.ts";
import { storedFacts } from "../support/stored_facts.ts";
import { Traffic } from "../support/traffic.ts";
import { pause, until } from "../support/wait.ts";

/** Whoever promotes by hand, or on a busy machine, is late; people must not have to press a button afterwards. */
const PROMOTED_AFTER_MS = Deno.env.get("FRESHET_TEST_SIZE") === "nightly" ? 12_000 : 0;

/** A machine that is gone says nothing: connections to it stay open, and silent. */
const LOSSES = [
  { name: "the primary is lost", isSilent: false },
  { name: "the primary's machine vanishes without a word", isSilent: true },
] as const;

for (const { name, isSilent } of LOSSES) {
  Deno.test({
    name: `A5 ${name} in traffic and its synchronous standby promoted: every acknowledged message is there`,
    ignore: !hasPostgres(),
    async fn() {
      await using primary = await startPostgres({ durable: true });
      const path = new URL(await primary.database(migrateUrl)).pathname;
      await using standby = await startStandby(primary);
      await tell(primary, "alter system set synchronous_standby_names = 'standby'");
      await tell(primary, "select pg_reload_conf()");
      await until(
        async () => (await tell(primary, "select 1 from pg_stat_replication where sync_state = 'sync'")).length === 1,
        "the standby confirms every commit",
      );
      await using address = startProxy({ port: primary.port });
      const databaseUrl = `postgres://freshet@127.0.0.1:${address.port}${path}`;
      await using server = await startServer({ databaseUrl });
      const traffic = new Traffic(server);
      await traffic.during(async () => {
        await traffic.flows(60);
        if (isSilent) address.silence();
        await primary.stop("immediate");
        const lostAt = performance.now();
        await pause(PROMOTED_AFTER_MS);
        await tell(standby, "select pg_promote()");
        address.retarget({ port: standby.port });
        if (!isSilent) address.cut();
        await traffic.flows(60);
        sayFigure("A5 from the loss to the sixtieth message after it", performance.now() - lostAt);
      });
      assert.ok(server.process.isRunning);
      const db = await openDatabase({ databaseUrl: standby.url(path.slice(1)), dataDir: "" });
      try {
        traffic.judge(await storedFacts(db));
      } finally {
        await db.close();
      }
    },
  });
}
