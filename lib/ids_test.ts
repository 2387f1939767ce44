import assert from "node:assert/strict";
import { isId, newId } from "@/lib/ids.ts";

Deno.test("a new id is a lower-case UUIDv7 that begins with its time", () => {
  const id = newId(0x0123_4567_89ab);
  assert.match(id, /^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(isId(id));
});

Deno.test("ids made in later milliseconds sort later, and none comes twice", () => {
  const ids = Array.from({ length: 2_000 }, (_, index) => newId(1_700_000_000_000 + index));
  assert.deepEqual(ids.toSorted(), ids);
  assert.equal(new Set(ids).size, ids.length);
});

Deno.test("only our own form is an id", () => {
  for (const text of ["", "x", newId().toUpperCase(), `${newId()} `, newId().replaceAll("-", ""), 7, null]) {
    assert.equal(isId(text), false, String(text));
  }
});
