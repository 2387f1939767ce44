import assert from "node:assert/strict";
import { hasRedis } from "@/tests/support/programs.ts";
import { startRedis } from "@/tests/support/redis.ts";
import { until } from "@/tests/support/wait.ts";
import { openRateLimiter } from "./rate_limiter.ts";
import { openRedisCounts } from "./redis_counts.ts";
import { RATES } from "./rates.ts";

const codeOf = (attempt: Promise<void>) => attempt.then(() => "taken", (error) => error.code);

Deno.test("an allowance ends, says how long to wait, and belongs to one key of one name", async () => {
  using rates = openRateLimiter({ isOn: true, rates: { ...RATES, search: { points: 2, seconds: 60 } } });
  await rates.take("search", "ann");
  await rates.take("search", "ann");
  await assert.rejects(rates.take("search", "ann"), (error: { code: string; retryAfterMs: number }) => {
    assert.equal(error.code, "rate_limited");
    assert.ok(error.retryAfterMs > 0 && error.retryAfterMs <= 60_000, `${error.retryAfterMs} ms`);
    return true;
  });
  assert.equal(await codeOf(rates.take("search", "bob")), "taken");
  assert.equal(await codeOf(rates.take("join", "ann")), "taken");
  await rates.reset("search", "ann");
  assert.equal(await codeOf(rates.take("search", "ann")), "taken");
});

Deno.test("with limits off nothing is counted", async () => {
  using rates = openRateLimiter({ isOn: false, rates: { ...RATES, search: { points: 1, seconds: 60 } } });
  for (let i = 0; i < 10; i++) await rates.take("search", "ann");
});

Deno.test({
  name: "I2 a Redis that is frozen or gone keeps nobody waiting, and each instance counts for itself meanwhile",
  ignore: !hasRedis(),
  async fn() {
    await using redis = await startRedis();
    const counts = await openRedisCounts(redis.url);
    const once = { ...RATES, search: { points: 1, seconds: 60 } };
    const open = () => openRateLimiter({ isOn: true, rates: once, redis: counts.client });
    using here = open();
    using there = open();
    assert.equal(await codeOf(here.take("search", "ann")), "taken");
    assert.equal(await codeOf(there.take("search", "ann")), "rate_limited", "counted together");
    redis.process.freeze();
    const takes = [here, here, there].map((rates) => codeOf(rates.take("search", "bob")));
    const forgotten = here.reset("search", "ann");
    // The link itself is given up after six seconds of silence.
    let answers: unknown[] | null = null;
    void Promise.all([...takes, forgotten]).then((all) => answers = all);
    await until(() => answers !== null, "all are answered", 4_000);
    assert.deepEqual(answers, ["taken", "rate_limited", "taken", undefined]);
    redis.process.thaw();
    await redis.kill();
    assert.equal(await codeOf(here.take("search", "cem")), "taken", "killed");
    assert.equal(await codeOf(here.take("search", "cem")), "rate_limited", "never unlimited");
    counts.close();
  },
});
