import assert from "node:assert/strict";
import { App, cors, csp, type CSPOptions, csrf, type CsrfOptions, trailingSlashes } from "fresh";
import { fetchFrom, textOf } from "./support.ts";

const ok = () => new Response("ok");

async function csrfStatus(
  headers: Record<string, string>,
  options?: CsrfOptions<unknown>,
  method = "POST",
): Promise<number> {
  return (await fetchFrom(new App().use(csrf(options)).all("/", ok), "/", { method, headers })).status;
}

Deno.test("csrf lets safe methods pass, and unsafe ones from this site", async () => {
  const evil = { origin: "http://evil.com", "sec-fetch-site": "cross-site" };
  for (const method of ["GET", "HEAD"]) assert.equal(await csrfStatus(evil, {}, method), 200);
  assert.equal(await csrfStatus({ "sec-fetch-site": "same-origin", origin: "http://other" }), 200);
  assert.equal(await csrfStatus({ "sec-fetch-site": "none" }), 200);
  assert.equal(await csrfStatus({}), 200);
  assert.equal(await csrfStatus({ origin: "http://localhost" }), 200);
});

Deno.test("csrf refuses unsafe requests from elsewhere with 403", async () => {
  assert.equal(await csrfStatus({ origin: "http://localhost" }), 200);
  assert.equal(await csrfStatus({ origin: "http://evil.com" }), 403);
  assert.equal(await csrfStatus({ origin: "http://evil.com", "sec-fetch-site": "cross-site" }), 403);
  assert.equal(await csrfStatus({ "sec-fetch-site": "cross-site" }), 403);
  assert.equal(await csrfStatus({ origin: "http://localhost:1", "sec-fetch-site": "same-site" }, {}, "DELETE"), 403);
});

Deno.test("csrf takes other origins as text, list or function, in place of its own", async () => {
  const from = (origin: string) => ({ origin, "sec-fetch-site": "cross-site" });
  assert.equal(await csrfStatus(from("http://a"), { origin: "http://a" }), 200);
  assert.equal(await csrfStatus(from("http://localhost"), { origin: "http://a" }), 403);
  assert.equal(await csrfStatus(from("http://b"), { origin: ["http://a", "http://b"] }), 200);
  assert.equal(
    await csrfStatus(from("http://c"), { origin: (origin, ctx) => ctx.url.pathname === "/" && origin.endsWith("c") }),
    200,
  );
});

async function policy(options?: CSPOptions, header = "content-security-policy"): Promise<string> {
  const app = new App().use(csp(options)).route("/", { component: () => <style>{"a{}"}</style> }).get("/plain", ok);
  return (await fetchFrom(app, options?.useNonce ? "/" : "/plain")).headers.get(header) ?? "";
}

Deno.test("csp sends its defaults, and directives of the same name replace them", async () => {
  assert.match(
    await policy(),
    /^default-src 'self'; script-src 'self' 'unsafe-inline';.*frame-ancestors 'none'; upgrade-insecure-requests$/,
  );
  const own = await policy({ csp: ["img-src 'none'", "manifest-src 'self'"] });
  assert.match(own, /img-src 'none';.*manifest-src 'self'/);
  assert.doesNotMatch(own, /data:; media-src/);
});

Deno.test("csp with nonces names the nonce of the page, and leaves other responses as they are", async () => {
  const app = new App().use(csp({ useNonce: true })).route("/", { component: () => <style>{"a{}"}</style> }).get(
    "/plain",
    ok,
  );
  const response = await fetchFrom(app, "/");
  const nonce = /<style nonce="(\w+)">/.exec(await response.text())?.[1];
  const sent = response.headers.get("content-security-policy") ?? "";
  assert.ok(
    nonce && sent.includes(`script-src 'self' 'nonce-${nonce}'`) && sent.includes(`style-src 'self' 'nonce-${nonce}'`),
  );
  assert.doesNotMatch(sent, /unsafe-inline/);
  assert.match((await fetchFrom(app, "/plain")).headers.get("content-security-policy") ?? "", /unsafe-inline/);
});

Deno.test("all that is rendered for one response has one nonce", async () => {
  const style = <style>{"a{}"}</style>;
  const app = new App().use(csp({ useNonce: true })).get("/", async (ctx) => {
    const first = await ctx.render(style);
    await ctx.render(style);
    return first;
  });
  const response = await fetchFrom(app, "/");
  const nonce = /<style nonce="(\w+)">/.exec(await response.text())?.[1];
  assert.ok(nonce && response.headers.get("content-security-policy")?.includes(`'nonce-${nonce}'`));
});

Deno.test("csp may only report, and says where to", async () => {
  const sent = await policy({ reportOnly: true, reportTo: "/reports" }, "content-security-policy-report-only");
  assert.match(sent, /report-to csp-endpoint; report-uri \/reports/);
  assert.equal(await policy({ reportTo: "/reports" }, "reporting-endpoints"), 'csp-endpoint="/reports"');
});

Deno.test("csp sets its header on responses whose headers are sealed", async () => {
  const app = new App().use(csp()).get("/", () => Response.redirect("http://localhost/x"));
  const response = await fetchFrom(app, "/");
  assert.deepEqual([response.status, response.headers.has("content-security-policy")], [302, true]);
});

Deno.test("cors names the allowed origin, and varies by it unless all are", async () => {
  const ask = (origin: Parameters<typeof cors>[0]) =>
    fetchFrom(new App().use(cors(origin)).get("/", ok), "/", { headers: { origin: "http://a" } });
  const any = await ask({ origin: "*", credentials: true, exposeHeaders: ["x-a", "x-b"] });
  assert.equal(any.headers.get("access-control-allow-origin"), "*");
  assert.equal(any.headers.get("vary"), null);
  assert.equal(any.headers.get("access-control-allow-credentials"), "true");
  assert.equal(any.headers.get("access-control-expose-headers"), "x-a,x-b");
  const listed = await ask({ origin: ["http://a", "http://b"] });
  assert.deepEqual([listed.headers.get("access-control-allow-origin"), listed.headers.get("vary")], [
    "http://a",
    "Origin",
  ]);
  for (const origin of ["http://b", ["http://b"]]) {
    const refused = await ask({ origin });
    assert.deepEqual([refused.headers.get("access-control-allow-origin"), refused.headers.get("vary")], [
      null,
      "Origin",
    ]);
  }
  assert.equal((await ask({ origin: (origin) => origin })).headers.get("access-control-allow-origin"), "http://a");
});

Deno.test("cors answers preflights itself", async () => {
  const app = new App().use(cors({ origin: "http://a", maxAge: 60 })).all("/", ok);
  const headers = { origin: "http://a", "access-control-request-headers": "x-one, x-two" };
  const response = await fetchFrom(app, "/", { method: "OPTIONS", headers });
  assert.deepEqual([response.status, await response.text()], [204, ""]);
  assert.equal(response.headers.get("access-control-allow-methods"), "GET,HEAD,PUT,POST,DELETE,PATCH");
  assert.equal(response.headers.get("access-control-allow-headers"), "x-one,x-two");
  assert.equal(response.headers.get("access-control-max-age"), "60");
});

Deno.test("trailingSlashes redirects to the one form, keeping the query, and leaves the root alone", async () => {
  const never = new App().use(trailingSlashes("never")).get("/", ok).get("/a", ok);
  const always = new App().use(trailingSlashes("always")).get("/", ok).get("/a", ok);
  for (const app of [never, always]) assert.equal(await textOf(app, "/"), "ok");
  const shortened = await fetchFrom(never, "/a/?q=1");
  assert.deepEqual([shortened.status, shortened.headers.get("location")], [302, "/a?q=1"]);
  assert.equal((await fetchFrom(always, "/a?q=1")).headers.get("location"), "/a/?q=1");
  assert.equal(await textOf(always, "/a/"), "ok");
});
