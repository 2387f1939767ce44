import assert from "node:assert/strict";
import fc from "fast-check";
import { timeWindows } from "./time_windows.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const conversation = fc.record({
  createdAt: fc.nat({ max: 1_000 }).map((days) => new Date(days * DAY_MS)),
  newestAt: fc.option(fc.nat({ max: 2_000 }).map((days) => new Date(days * DAY_MS))),
  indexedTo: fc.nat({ max: 100_000 }),
});

Deno.test("the windows of a search cover all time once, from the newest back", () => {
  const until = fc.option(fc.nat({ max: 2_000 }).map((days) => new Date(days * DAY_MS)));
  fc.assert(fc.property(fc.array(conversation, { maxLength: 20 }), until, (conversations, end) => {
    const windows = timeWindows(conversations, end);
    assert.equal(windows[0]?.below, null);
    assert.equal(windows.at(-1)?.since, null);
    windows.slice(1).forEach(({ below }, index) => assert.deepEqual(below, windows[index]?.since));
    for (const { since, below } of windows) {
      assert.ok(!Number.isNaN(since?.getTime()) && !Number.isNaN(below?.getTime()));
      assert.ok(!since || !below || since <= below);
    }
  }));
});

Deno.test("a search begins with about a fiftieth of a million facts, and with all of a few thousand", () => {
  const year = { createdAt: new Date(0), newestAt: new Date(500 * DAY_MS) };
  const windows = timeWindows([{ ...year, indexedTo: 1_000_000 }], null);
  assert.deepEqual(windows.map(({ since }) => since && since.getTime() / DAY_MS), [490, 410, null]);
  assert.deepEqual(timeWindows([{ ...year, indexedTo: 5_000 }], null), [{ since: null, below: null }]);
});
