import assert from "node:assert/strict";
import { readPaging, readWindow } from "./page_query.ts";

const query = (text: string) => new URLSearchParams(text);

Deno.test("page and limit that are no numbers count as absent, as in the reference", () => {
  assert.deepEqual(readPaging(query("page=2&limit=10")), { page: 2, limit: 10 });
  assert.deepEqual(readPaging(query("page=x&limit=1e9")), { page: undefined, limit: undefined });
  assert.deepEqual(readPaging(query("limit=-1")), { page: undefined, limit: -1 });
});

Deno.test("a stretch is named by one of before, after and around, as a whole number", () => {
  assert.equal(readWindow(query("page=1")), null);
  assert.equal(readWindow(query("before=12&limit=5"))?.before, 12);
  assert.equal(readWindow(query("around=12"))?.around, 12);
  for (const bad of ["before=1&after=2", "before=-1", "before=1.5", "after=x", "around=99999999999999999999"]) {
    assert.throws(() => readWindow(query(bad)), { code: "invalid" }, bad);
  }
});
