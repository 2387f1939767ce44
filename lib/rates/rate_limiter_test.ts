import assert from "node:assert/strict";
import { openRateLimiter } from "./rate_limiter.ts";
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
