import assert from "node:assert/strict";
import { findStuck } from "./phase.ts";

Deno.test("a test that runs for minutes is stuck, one that runs for one is slow", () => {
  const report = (time: string) => `a ... ok (1ms)\n'sends are \'quick\'' has been running for over (${time})\n`;
  assert.equal(findStuck(report("8m0s"), 8), "sends are 'quick'");
  assert.equal(findStuck(report("4m0s"), 8), undefined);
  assert.equal(findStuck("a ... ok (9m0s)", 8), undefined);
});
