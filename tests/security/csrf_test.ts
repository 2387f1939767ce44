import assert from "node:assert/strict";
import { onStore } from "@/tests/api/support.ts";
import { registerByForm } from "./browser_like.ts";
import { listRoutes } from "./routes.ts";

onStore("embedded", "other sites", async (app, step) => {
  const ID = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
  const FORGED: readonly (readonly [string, Record<string, string>])[] = [
    ["a form of another site", { origin: "https://evil.example", "content-type": "application/x-www-form-urlencoded" }],
    ["a file form of another site", {
      origin: "https://evil.example",
      "content-type": "multipart/form-data; boundary=x",
    }],
    ["JSON as plain text", { origin: "https://evil.example", "content-type": "text/plain" }],
    ["JSON of another site", { origin: "https://evil.example", "content-type": "application/json" }],
    ["a sandboxed page", { origin: "null", "content-type": "application/json" }],
    ["another port", { origin: "http://localhost:8001", "content-type": "application/json" }],
    ["no Origin, cross-site", { "sec-fetch-site": "cross-site", "content-type": "application/json" }],
    ["no Origin, a sister site", { "sec-fetch-site": "same-site", "content-type": "application/json" }],
    ["nothing at all", { "content-type": "application/json" }],
    ["a method override", {
      origin: "https://evil.example",
      "content-type": "application/x-www-form-urlencoded",
      "x-http-method-override": "GET",
    }],
    ["a bearer that is none", {
      origin: "https://evil.example",
      authorization: "Basic x",
      "content-type": "application/json",
    }],
  ];

  await step("with a cookie no route that changes something can be used from another site", async () => {
    const { cookie } = await registerByForm(app, "victim");
    const send = (method: string, path: string, headers: Record<string, string>) =>
      app.fetch(new Request(`${app.url}${path}`, { method, headers: { cookie, ...headers }, body: "{}" }));
    const mutating = (await listRoutes()).filter(({ method }) => !["GET", "HEAD", "OPTIONS"].includes(method));
    assert.ok(mutating.length > 30, `${mutating.length} routes`);
    for (const { method, pattern } of mutating) {
      const path = pattern.replaceAll(/:\w+/g, ID);
      for (const [what, headers] of FORGED) {
        const response = await send(method, path, headers);
        const body = await response.text();
        assert.equal(response.status, 403, `${method} ${path} by ${what}: ${body}`);
        assert.equal(JSON.parse(body).code, "bad_origin");
      }
    }
    const own = await send("PUT", "/api/v1/users/profile", { origin: app.url, "content-type": "application/json" });
    assert.equal(own.status, 200, "from a page of ours it works");
    const typed = await send("PUT", "/api/v1/users/profile", {
      "sec-fetch-site": "same-origin",
      "content-type": "application/json",
    });
    assert.equal(typed.status, 200);
  });

  await step("nobody is signed in or registered from another site", async () => {
    for (const path of ["/login", "/register", "/api/v1/auth/login", "/api/v1/auth/register"]) {
      for (const [what, headers] of FORGED) {
        if (what === "nothing at all") continue; // A program without a cookie: nothing of anybody's to abuse.
        const response = await app.fetch(new Request(`${app.url}${path}`, { method: "POST", headers, body: "{}" }));
        assert.equal(response.status, 403, `${path} by ${what}`);
        assert.deepEqual(response.headers.getSetCookie(), []);
        await response.body?.cancel();
      }
    }
  });

  await step("reading does not change anything: no GET signs out", async () => {
    const { cookie } = await registerByForm(app, "reader");
    const response = await app.fetch(new Request(`${app.url}/logout`, { headers: { cookie } }));
    assert.ok([404, 405].includes(response.status));
    const after = await app.fetch(new Request(`${app.url}/api/v1/users/profile`, { headers: { cookie } }));
    assert.equal(after.status, 200);
  });
});
