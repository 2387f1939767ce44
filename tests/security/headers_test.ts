import assert from "node:assert/strict";
import { register } from "@/tests/support/client.ts";
import { onStore } from "@/tests/api/support.ts";
import { listRoutes } from "./routes.ts";

onStore("embedded", "headers", async (app, step) => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    app.fetch(new Request(`${app.url}${path}`, { headers }));

  const FIXED: readonly [string, RegExp][] = [
    ["x-content-type-options", /^nosniff$/],
    ["referrer-policy", /^same-origin$/],
    ["cross-origin-opener-policy", /^same-origin$/],
    ["cross-origin-resource-policy", /^same-origin$/],
    ["permissions-policy", /camera=\(\)/],
    ["x-request-id", /^[\w-]{8,}$/],
    ["cache-control", /./],
  ];

  function checkHeaders({ headers }: Response, what: string): void {
    for (const [name, form] of FIXED) assert.match(headers.get(name) ?? "", form, `${name} of ${what}`);
    const banner = headers.get("server");
    assert.ok(banner === null || app.isElsewhere && banner === "nginx", `no banner: ${what}`);
    assert.equal(headers.get("x-powered-by"), null, what);
    const policy = new Map(
      (headers.get("content-security-policy") ?? "").split("; ").map((directive) => {
        const [name = "", ...sources] = directive.split(" ");
        return [name, sources.join(" ")];
      }),
    );
    assert.match(policy.get("script-src") ?? "", /^'self'( 'nonce-[\w+/=-]{16,}')?$/, `script-src of ${what}`);
    assert.match(policy.get("style-src") ?? "", /^'self'( 'nonce-[\w+/=-]{16,}')?$/, `style-src of ${what}`);
    for (const name of ["object-src", "frame-ancestors"]) {
      assert.equal(policy.get(name), "'none'", `${name} of ${what}`);
    }
    for (const name of ["default-src", "base-uri", "form-action", "connect-src"]) {
      assert.equal(policy.get(name), "'self'", `${name} of ${what}`);
    }
    assert.ok(!policy.has("upgrade-insecure-requests"), `plain HTTP stays plain: ${what}`);
  }

  await step(
    "every answer carries the protecting headers: each route signed out and in, as page and as JSON",
    async () => {
      const { token } = await register(app, "admin");
      const patterns = new Set(
        (await listRoutes()).filter(({ method }) => method === "GET").map(({ pattern }) => pattern),
      );
      assert.ok(patterns.size > 20);
      for (const pattern of patterns) {
        if (pattern.endsWith("/events")) continue; // A stream that does not end: its headers are shown with its own tests.
        const path = pattern.replaceAll(/:\w+/g, "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
        for (const accept of ["text/html", "application/json"]) {
          for (const authorization of ["", `Bearer ${token}`]) {
            const response = await get(path, { accept, authorization });
            checkHeaders(response, `${path} as ${accept}, ${response.status}`);
            await response.body?.cancel();
          }
        }
      }
    },
  );

  await step("so do files, redirects, refusals and what does not exist", async () => {
    const answers: [string, Response][] = [
      ["a static file", await get("/css/base.css")],
      ["a missing page", await get("/nothing/here", { accept: "text/html" })],
      ["a missing API path", await get("/api/v1/nothing")],
      ["a missing favicon", await get("/favicon.ico")],
      ["a doubled slash", await get("//evil.example")],
      ["a preflight", await app.fetch(new Request(`${app.url}/api/v1/groups`, { method: "OPTIONS" }))],
      ["a wrong method", await app.fetch(new Request(`${app.url}/css/base.css`, { method: "DELETE" }))],
      ["a wrong type", await app.fetch(new Request(`${app.url}/api/v1/auth/login`, { method: "POST", body: "x" }))],
      ["HEAD", await app.fetch(new Request(`${app.url}/login`, { method: "HEAD" }))],
    ];
    for (const [what, response] of answers) {
      checkHeaders(response, what);
      await response.body?.cancel();
    }
  });

  await step("pages and private answers are kept by no cache; files with a hash are", async () => {
    const { token } = await register(app, "cached");
    for (const path of ["/login", "/api/v1/users/profile", "/nothing"]) {
      const { headers, body } = await get(path, { authorization: `Bearer ${token}`, accept: "text/html" });
      assert.match(headers.get("cache-control") ?? "", /no-store/, path);
      await body?.cancel();
    }
  });
});
