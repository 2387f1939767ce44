import assert from "node:assert/strict";
import { readRange } from "./byte_range.ts";

const cases: readonly [header: string | null, expected: ReturnType<typeof readRange>][] = [
  [null, null],
  ["bytes=0-0", { first: 0, last: 0 }],
  ["bytes=2-", { first: 2, last: 9 }],
  ["bytes=2-500", { first: 2, last: 9 }],
  ["bytes=-3", { first: 7, last: 9 }],
  ["bytes=-50", { first: 0, last: 9 }],
  ["bytes=-0", "none"],
  ["bytes=10-", "none"],
  ["bytes=5-4", null],
  ["bytes=-", null],
  ["bytes=0-1,3-4", null],
  ["lines=0-1", null],
];
for (const [header, expected] of cases) {
  Deno.test(`of ten bytes, Range: ${header} is ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(readRange(header, 10), expected);
  });
}
