import assert from "node:assert/strict";
import { collect, Rate } from "./linger.ts";

Deno.test("the rate follows what comes, and fades", async () => {
  const rate = new Rate();
  assert.equal(rate.perSecond, 0);
  rate.count(500);
  const busy = rate.perSecond;
  assert.ok(busy > 500);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(rate.perSecond < busy);
});

Deno.test("collecting ends when nothing more comes, when there is enough, or when the time is up", async () => {
  const options = { abovePerSecond: 0, quietMs: 1, maxMs: 1e9 };
  await collect(() => 1, 10, options);
  let grown = 0;
  await collect(() => ++grown, 10, options);
  assert.equal(grown >= 10, true);
  await collect(() => ++grown, Infinity, { ...options, maxMs: 5 });
});
