import assert from "node:assert/strict";
import { loginPath, safeNext } from "./next_path.ts";

Deno.test("after signing in one goes to a page of this site, whatever the link said", () => {
  assert.equal(safeNext("/c/1?x=2"), "/c/1?x=2");
  assert.equal(safeNext("/groups/"), "/groups/");
  const elsewhere = [
    ...["//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "javascript:alert(1)"],
    ...["/\t/evil.example", "/\n/evil.example", "evil", "", " /x", "/..//evil.example", "///evil.example"],
  ];
  for (const next of elsewhere) assert.equal(safeNext(next), "/", JSON.stringify(next));
  assert.equal(safeNext(null), "/");
  assert.equal(safeNext(`/${"x".repeat(3_000)}`), "/");
});

Deno.test("the way to the sign-in page remembers where one was going", () => {
  assert.equal(loginPath(new URL("http://x/c/1?around=5")), "/login?next=%2Fc%2F1%3Faround%3D5");
  assert.equal(loginPath(new URL("http://x/")), "/login");
});
