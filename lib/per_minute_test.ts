import assert from "node:assert/strict";
import { PerMinute } from "./per_minute.ts";

Deno.test("what happened counts for a minute and no longer, however long nobody asks", () => {
  let now = 1_000_000;
  const messages = new PerMinute(() => now);
  messages.add(3);
  now += 30_000;
  messages.add(4);
  assert.equal(messages.count, 7);
  now += 31_000;
  assert.equal(messages.count, 4);
  now += 600_000;
  assert.equal(messages.count, 0);
  messages.add(1);
  now -= 10_000;
  assert.equal(messages.count, 1, "a clock set back forgets nothing");
});
