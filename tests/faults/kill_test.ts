import { migrateUrl } from "@/db/migrate.ts";
import { openDatabase } from "@/db/open.ts";
import assert from "node:assert/strict";
import { say } from "../runner/say.ts";
import { startPostgres } from "../support/postgres.ts";
import { type Server, startServer } from "../support/server.ts";
import { storedFacts } from "../support/stored_facts.ts";
import { Traffic } from "../support/traffic.ts";

const isNightly = Deno.env.get("FRESHET_TEST_SIZE") === "nightly";

Deno.test("killed ten times in traffic, the embedded store has every acknowledged message once, in dense numbers", async () => {
  await using server = await startServer();
  const traffic = await crashInTraffic(server, isNightly ? 40 : 10);
  assert.equal(await server.drain(), 0);
  await judge(traffic, { databaseUrl: null, dataDir: server.dataFolder });
});

Deno.test("killed in traffic on PostgreSQL, every acknowledged message is there once, in dense numbers", async () => {
  await using postgres = await startPostgres({ durable: true });
  const databaseUrl = await postgres.database(migrateUrl);
  await using server = await startServer({ databaseUrl });
  const traffic = await crashInTraffic(server, isNightly ? 20 : 3);
  await judge(traffic, { databaseUrl, dataDir: "" });
});

/** Four people write while the server is killed and started again and again. */
async function crashInTraffic(server: Server, kills: number): Promise<Traffic> {
  const traffic = new Traffic(server);
  const seed = Date.now() % 100_000;
  say(`seed ${seed}`);
  await traffic.during(async () => {
    for (let kill = 0; kill < kills; kill++) {
      await traffic.flows(5 + (seed * (kill + 1)) % 30);
      await server.crash();
      traffic.wake();
    }
  });
  return traffic;
}

async function judge(traffic: Traffic, store: Parameters<typeof openDatabase>[0]): Promise<void> {
  const db = await openDatabase(store);
  try {
    traffic.judge(await storedFacts(db));
  } finally {
    await db.close();
  }
}
