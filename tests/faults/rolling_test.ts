import assert from "node:assert/strict";
import { migrateUrl } from "@/db/migrate.ts";
import { openDatabase } from "@/db/open.ts";
import { say } from "../runner/say.ts";
import { startNginx } from "../support/nginx.ts";
import { startPostgres } from "../support/postgres.ts";
import { freePort } from "../support/ports.ts";
import { startRedis } from "../support/redis.ts";
import { startServer } from "../support/server.ts";
import { storedFacts } from "../support/stored_facts.ts";
import { Traffic } from "../support/traffic.ts";

Deno.test("instances behind nginx are restarted one after the other and killed, in traffic: nothing is lost", async (t) => {
  await using postgres = await startPostgres({ durable: true });
  const databaseUrl = await postgres.database(migrateUrl);
  await using redis = await startRedis();
  // The instances must know the address that people open before nginx can know theirs.
  const port = freePort();
  const env = { FRESHET_TRUSTED_PROXIES: "127.0.0.1", FRESHET_ORIGINS: `http://127.0.0.1:${port}` };
  const start = (name: string) => startServer({ name, databaseUrl, redisUrl: redis.url, env });
  await using one = await start("one");
  await using two = await start("two");
  await using nginx = await startNginx([one.url, two.url], port);
  const traffic = new Traffic({ url: nginx.url });

  await traffic.during(async () => {
    await traffic.flows(40);
    await t.step("a rolling restart: each tells its clients, exits 0 and comes back", async () => {
      for (const instance of [one, two]) {
        assert.equal(await instance.drain(), 0);
        await traffic.flows(40);
        await instance.start();
        await traffic.flows(40);
      }
    });
    say(`longest pause of the rolling restart: ${Math.round(traffic.longestPause())} ms`);
    await t.step("each is killed where it stands: those who were on it move, and go on", async () => {
      for (const instance of [two, one]) {
        await instance.kill();
        await traffic.flows(40);
        await instance.start();
        await traffic.flows(40);
      }
    });
  });

  const db = await openDatabase({ databaseUrl, dataDir: "" });
  try {
    traffic.judge(await storedFacts(db));
  } finally {
    await db.close();
  }
});
