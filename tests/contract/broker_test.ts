import assert from "node:assert/strict";
import type { Broker } from "@/lib/broker/broker.ts";
import { MemoryBroker } from "@/lib/broker/memory_broker.ts";
import { openRedisBroker } from "@/lib/broker/redis_broker.ts";
import { hasRedis } from "@/tests/support/programs.ts";
import { type Redis, startRedis, startRedisCluster } from "@/tests/support/redis.ts";
import { until } from "@/tests/support/wait.ts";

/** Two instances' ends of one broker. */
interface Pair extends AsyncDisposable {
  readonly near: Broker;
  readonly far: Broker;
}

const brokers: { readonly name: string; readonly ignore: boolean; readonly open: () => Promise<Pair> }[] = [
  {
    name: "memory",
    ignore: false,
    open() {
      const broker = new MemoryBroker();
      return Promise.resolve({ near: broker, far: broker, [Symbol.asyncDispose]: () => broker.close() });
    },
  },
  { name: "Redis", ignore: !hasRedis(), open: async () => await openPair(await startRedis()) },
  {
    name: "Redis cluster",
    ignore: !hasRedis(),
    async open() {
      const cluster = await startRedisCluster();
      return await openPair({
        url: cluster.urls[0] ?? "",
        [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
      });
    },
  },
];

async function openPair(redis: { readonly url: string } & AsyncDisposable): Promise<Pair> {
  const [near, far] = await Promise.all([openRedisBroker(redis.url), openRedisBroker(redis.url)]);
  return {
    near,
    far,
    async [Symbol.asyncDispose]() {
      await near.close();
      await far.close();
      await redis[Symbol.asyncDispose]();
    },
  };
}

for (const { name, ignore, open } of brokers) {
  Deno.test({
    name: `${name} broker`,
    ignore,
    async fn(t) {
      await using pair = await open();
      const { near, far } = pair;
      /** Listens at the far end; the answer waits until that many have come. */
      const listen = async (topic: string, broker = far) => {
        const heard: string[] = [];
        const stop = await broker.subscribe(topic, (payload) => void heard.push(payload));
        return { heard, stop, has: (count: number) => until(() => heard.length >= count, `${topic} has ${count}`) };
      };
      /** What was published before has been delivered, where it was to be. */
      const settle = async () => {
        const probe = await listen("probe");
        near.publish("probe", "");
        await probe.has(1);
        probe.stop();
      };

      await t.step("delivers to subscribers of one topic only, in order", async () => {
        const [a, b] = [await listen("c:a"), await listen("c:b")];
        for (let i = 0; i < 200; i++) near.publish("c:a", `${i}`);
        await a.has(200);
        assert.deepEqual(a.heard, Array.from({ length: 200 }, (_, i) => `${i}`));
        await settle();
        assert.deepEqual(b.heard, []);
        for (const one of [a, b]) one.stop();
      });

      await t.step("hears what is published once subscribing has resolved, at once and every time", async () => {
        for (let i = 0; i < 20; i++) {
          const one = await listen(`u:${i}`);
          near.publish(`u:${i}`, "hello");
          await one.has(1);
          one.stop();
        }
      });

      await t.step("keeps payloads as they are: any script, line breaks, a megabyte", async () => {
        const one = await listen("c:text");
        const payloads = ["", "héllo ☺ \u2028\n\r\n", "\u0000", JSON.stringify({ a: "x".repeat(1_000_000) })];
        for (const payload of payloads) near.publish("c:text", payload);
        await one.has(payloads.length);
        assert.deepEqual(one.heard, payloads);
        one.stop();
      });

      await t.step("serves several subscribers of a topic, each until it stops", async () => {
        const [first, second] = [await listen("c:many"), await listen("c:many")];
        near.publish("c:many", "1");
        await Promise.all([first.has(1), second.has(1)]);
        first.stop();
        first.stop();
        near.publish("c:many", "2");
        await second.has(2);
        assert.deepEqual(first.heard, ["1"]);
        second.stop();
        near.publish("c:many", "3");
        await settle();
        assert.deepEqual(second.heard, ["1", "2"]);
        const again = await listen("c:many");
        near.publish("c:many", "4");
        await again.has(1);
        assert.deepEqual(again.heard, ["4"]);
        again.stop();
      });

      await t.step("hears its own publishes at most once", async () => {
        const own = await listen("c:own", near);
        near.publish("c:own", "mine");
        await own.has(1);
        await settle();
        assert.deepEqual(own.heard, ["mine"]);
        own.stop();
      });

      await t.step("carries ten thousand events of one tick", async () => {
        const one = await listen("c:burst");
        for (let i = 0; i < 10_000; i++) near.publish("c:burst", `${i}`);
        await one.has(10_000);
        assert.equal(one.heard.at(-1), "9999");
        one.stop();
      });

      await t.step("says that it is connected", () => {
        assert.equal(near.isConnected, true);
      });
    },
  });
}

Deno.test({
  name: "a Redis that dies and comes back, empty: nothing throws, nothing waits, and who listens is told of the return",
  ignore: !hasRedis(),
  async fn(t) {
    await using redis: Redis = await startRedis();
    const [near, far] = await Promise.all([openRedisBroker(redis.url), openRedisBroker(redis.url)]);
    try {
      const heard: string[] = [];
      let returns = 0;
      far.onReturn(() => void returns++);
      await far.subscribe("c:a", (payload) => void heard.push(payload));
      near.publish("c:a", "before");
      await until(() => heard.length === 1, "the first event");

      await t.step("while it is away publishing drops and subscribing resolves", async () => {
        await redis.kill();
        await until(() => !near.isConnected && !far.isConnected, "both notice");
        near.publish("c:a", "lost");
        await far.subscribe("c:b", (payload) => void heard.push(payload));
      });

      await t.step("once it is back, old and new subscriptions stand before the return is told", async () => {
        await redis.start();
        await until(() => returns > 0 && near.isConnected, "the return");
        near.publish("c:a", "after");
        near.publish("c:b", "new");
        await until(() => heard.length === 3, "both events");
        assert.deepEqual(heard, ["before", "after", "new"]);
      });

      await t.step("a connection that is killed comes back by itself", async () => {
        const before = returns;
        await redis.command("CLIENT", "KILL", "TYPE", "pubsub");
        await until(() => returns > before, "the return");
        near.publish("c:a", "again");
        await until(() => heard.includes("again"), "the event");
      });

      await t.step("what one could not publish for a moment, the others are told to look for", async () => {
        const before = returns;
        await redis.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await until(() => {
          near.publish("c:a", "perhaps lost");
          return returns > before;
        }, "the other end is told");
      });
    } finally {
      await near.close();
      await far.close();
    }
  },
});

Deno.test({
  name: "a frozen Redis: publishing never waits, and the link is given up and made anew",
  ignore: !hasRedis(),
  async fn() {
    await using redis = await startRedis();
    const broker = await openRedisBroker(redis.url);
    try {
      let returns = 0;
      broker.onReturn(() => void returns++);
      redis.process.freeze();
      for (let i = 0; i < 1_000; i++) broker.publish("c:a", "x".repeat(1_000));
      await until(() => !broker.isConnected, "the silence is noticed", 60_000);
      redis.process.thaw();
      await until(() => returns > 0 && broker.isConnected, "the return", 60_000);
    } finally {
      await broker.close();
    }
  },
});

Deno.test("a broker that is closed while its link is being tried again leaves nothing behind", async () => {
  const broker = await openRedisBroker("redis://127.0.0.1:1");
  assert.equal(broker.isConnected, false);
  await broker.close();
});

Deno.test({
  name: "a Redis that is not there stops no start, and is used once it is",
  ignore: !hasRedis(),
  async fn() {
    await using redis = await startRedis();
    await redis.kill();
    const broker = await openRedisBroker(redis.url);
    try {
      const heard: string[] = [];
      assert.equal(broker.isConnected, false);
      broker.publish("c:a", "lost");
      await broker.subscribe("c:a", (payload) => void heard.push(payload));
      await redis.start();
      await until(() => broker.isConnected, "the connection");
      await until(() => {
        broker.publish("c:a", "carried");
        return heard.length > 0;
      }, "an event");
      assert.equal(heard[0], "carried");
    } finally {
      await broker.close();
    }
  },
});
