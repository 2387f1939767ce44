import assert from "node:assert/strict";
import { BoundedMap } from "./bounded_map.ts";

Deno.test("a bounded map keeps what was used last and forgets what was used longest ago", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 1);
  map.set("b", 2);
  assert.equal(map.get("a"), 1);
  map.set("c", 3);
  assert.equal(map.get("b"), undefined);
  assert.equal(map.get("a"), 1);
  assert.equal(map.get("c"), 3);
  assert.equal(map.size, 2);
});
