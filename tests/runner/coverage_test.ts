import assert from "node:assert/strict";
import { shareOfLines } from "./coverage.ts";

Deno.test("coverage is the share of lines over all files, not the mean of the files", () => {
  assert.equal(shareOfLines("SF:a.ts\nLH:1\nLF:1\nend_of_record\nSF:b.ts\nLH:5\nLF:9\nend_of_record\n"), 60);
  assert.equal(shareOfLines(""), 0);
});
