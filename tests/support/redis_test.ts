import assert from "node:assert/strict";
import { hasRedis } from "./programs.ts";
import { startRedis, startRedisCluster } from "./redis.ts";

const ignore = !hasRedis();

Deno.test({
  name: "a Redis that was killed comes back empty on its port",
  ignore,
  async fn() {
    await using redis = await startRedis();
    await redis.command("SET", "name", "Zoë");
    assert.equal(await redis.command("GET", "name"), "Zoë");
    await redis.kill();
    await redis.start();
    assert.equal(await redis.command("EXISTS", "name"), "0");
  },
});

Deno.test({
  name: "three Redis nodes share the slots",
  ignore,
  async fn() {
    await using cluster = await startRedisCluster();
    const answers = await Promise.allSettled(cluster.nodes.map((node) => node.command("SET", "{room}", "1")));
    assert.equal(answers.filter(({ status }) => status === "fulfilled").length, 1);
  },
});
