import assert from "node:assert/strict";
import { openDatabase } from "@/db/open.ts";
import { percentile99, sayFigure } from "../support/figures.ts";
import { startCluster } from "../support/cluster.ts";
import { storedFacts } from "../support/stored_facts.ts";
import { Traffic } from "../support/traffic.ts";

Deno.test("A14 instances behind nginx are restarted one after the other, A2 killed, in traffic: nothing is lost", async (t) => {
  await using cluster = await startCluster();
  const { databaseUrl } = cluster;
  const [one, two] = cluster.instances;
  assert.ok(one && two);
  const traffic = new Traffic({ url: cluster.url });

  await traffic.during(async () => {
    await traffic.flows(40);
    await t.step("a rolling restart: each tells its clients, exits 0 and comes back", async () => {
      for (const instance of [one, two]) {
        const askedAt = performance.now();
        assert.equal(await instance.drain(), 0);
        sayFigure("A14 asked to stop, ended after", performance.now() - askedAt);
        await traffic.flows(40);
        await instance.start();
        await traffic.flows(40);
      }
    });
    sayFigure("A14 longest pause without any acknowledgement", traffic.longestPause());
    sayFigure("A14 99 of 100 pauses that one person saw were at most", percentile99(traffic.pausesSeen()));
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
