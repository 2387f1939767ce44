import assert from "node:assert/strict";
import { checkOrigin, checkSocketOrigin, readBearer } from "./origin.ts";

const state = (origins: readonly string[] | null = null, origin = "https://chat.example.org") => ({
  origin,
  app: { config: { origins } },
});
const COOKIE = "__Host-freshet=x";
const outcome = (headers: Record<string, string>, ours = state(), method = "POST") => {
  try {
    checkOrigin(new Request("https://chat.example.org/x", { method, headers }), ours);
    return "passes";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const FOREIGN = [
  ...["null", "https://evil.example", "https://chat.example.org.evil.example", "https://evilchat.example.org"],
  ...["https://sub.chat.example.org", "https://chat.example.org:8443", "http://chat.example.org"],
  ...["HTTPS://CHAT.EXAMPLE.ORG", "https://chat.example.org/", "https://chat.example.org, https://evil.example", ""],
];

Deno.test("with a cookie, an unsafe request must come from a page of ours", () => {
  assert.equal(outcome({ cookie: COOKIE, origin: "https://chat.example.org" }), "passes");
  for (const origin of FOREIGN) {
    assert.equal(outcome({ cookie: COOKIE, origin }), "bad_origin", JSON.stringify(origin));
    assert.equal(outcome({ cookie: COOKIE, origin, "sec-fetch-site": "same-origin" }), "bad_origin");
  }
});

Deno.test("without Origin the browser's own word decides, and silence counts against a cookie", () => {
  for (const site of ["same-origin", "none"]) {
    assert.equal(outcome({ cookie: COOKIE, "sec-fetch-site": site }), "passes");
  }
  for (const site of ["cross-site", "same-site", "", "x"]) {
    assert.equal(outcome({ cookie: COOKIE, "sec-fetch-site": site }), "bad_origin", site);
  }
  assert.equal(outcome({ cookie: COOKIE }), "bad_origin");
  assert.equal(outcome({ cookie: "other=1" }), "passes", "no cookie of ours, nothing to abuse");
  assert.equal(outcome({}), "passes");
});

Deno.test("signing somebody in from another site is refused without a cookie too", () => {
  assert.equal(outcome({ origin: "https://evil.example" }), "bad_origin");
  assert.equal(outcome({ "sec-fetch-site": "cross-site" }), "bad_origin");
  assert.equal(outcome({ origin: "https://chat.example.org" }), "passes");
});

Deno.test("bearer requests and safe methods are exempt", () => {
  const foreign = { cookie: COOKIE, origin: "https://evil.example" };
  assert.equal(outcome({ ...foreign, authorization: "Bearer x" }), "passes");
  assert.equal(outcome({ ...foreign, authorization: "Basic x" }), "bad_origin");
  for (const method of ["GET", "HEAD", "OPTIONS"]) assert.equal(outcome(foreign, state(), method), "passes");
  for (const method of ["PUT", "DELETE", "PATCH", "post"]) {
    assert.equal(outcome(foreign, state(), method), "bad_origin", method);
  }
});

Deno.test("with a list of origins, the list alone counts", () => {
  const listed = state(["https://app.example.org"]);
  assert.equal(outcome({ cookie: COOKIE, origin: "https://app.example.org" }, listed), "passes");
  assert.equal(outcome({ cookie: COOKIE, origin: "https://chat.example.org" }, listed), "bad_origin");
});

Deno.test("a socket for a cookie opens only from a page of ours that says so", () => {
  const opens = (headers: Record<string, string>) => {
    try {
      checkSocketOrigin(new Request("https://chat.example.org/ws", { headers }), state());
      return true;
    } catch {
      return false;
    }
  };
  assert.equal(opens({ origin: "https://chat.example.org" }), true);
  assert.equal(opens({}), false);
  for (const origin of FOREIGN) assert.equal(opens({ origin }), false, JSON.stringify(origin));
});

Deno.test("a bearer header without a token is told so", () => {
  assert.equal(readBearer(new Headers({ authorization: "bearer  abc" })), "abc");
  assert.throws(() => readBearer(new Headers()), { code: "authorization_required" });
  assert.throws(() => readBearer(new Headers({ authorization: "Basic abc" })), { code: "bearer_required" });
});
