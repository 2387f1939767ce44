import assert from "node:assert/strict";
import { z } from "zod";
import { ENDPOINTS } from "@/lib/http/api/all.ts";
import { ErrorJson } from "@/lib/http/openapi.ts";
import { request } from "@/tests/support/client.ts";
import { listRoutes } from "@/tests/security/routes.ts";
import { onStore } from "./support.ts";

onStore("embedded", "the description of the API", async (app, step) => {
  const braces = (pattern: string) => pattern.replaceAll(/:(\w+)/g, "{$1}");

  await step("every route under /api/v1 is described, and nothing that is not there", async () => {
    const routes = (await listRoutes()).filter(({ pattern }) => pattern.startsWith("/api/v1/"));
    const real = routes.map(({ method, pattern }) => `${method} ${braces(pattern)}`).toSorted();
    const described = ENDPOINTS.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted();
    assert.deepEqual(described, real);
  });

  await step("the document is OpenAPI 3.1, names its schemas, and lists failures with their codes", async () => {
    const { status, body } = await request(app, "GET", "/api/openapi.json");
    assert.equal(status, 200);
    assert.equal(body.openapi, "3.1.0");
    const text = JSON.stringify(body);
    for (const name of ["User", "OwnUser", "Session", "Error"]) {
      assert.ok(text.includes(`"#/components/schemas/${name}"`));
    }
    assert.ok(text.includes("`user_exists`: User already exists"));
    const paths = body.paths as Record<string, Record<string, { security?: unknown[] }>>;
    assert.deepEqual(paths["/api/v1/auth/login"]?.post?.security, []);
    assert.equal(paths["/api/v1/users/profile"]?.get?.security, undefined);
  });

  await step("what is described as open is open, and nothing else", async () => {
    for (const { method, path, isPublic = false } of ENDPOINTS) {
      const { status } = await request(app, method.toUpperCase(), path.replaceAll(/\{\w+\}/g, "x"), {
        body: method === "get" ? undefined : {},
      });
      assert.equal(status !== 401, isPublic, `${method} ${path}: ${status}`);
    }
  });

  await step("real answers are as they are described", async () => {
    const { body: registered } = await request(app, "POST", "/api/v1/auth/register", {
      body: { username: "described", email: "described@example.org", password: "correct horse" },
    });
    const token = String(registered.token);
    check("post", "/api/v1/auth/register", 201, registered);
    for (const { method, path, answers } of ENDPOINTS) {
      if (method !== "get" || path.includes("{") || path.includes("events") || path.includes("search")) continue;
      const { status, body } = await request(app, "GET", path, { token });
      assert.equal(status, answers[0]?.status, `${path}: ${JSON.stringify(body)}`);
      check("get", path, status, body);
    }
    const found = await request(app, "GET", "/api/v1/users/search?q=described", { token });
    check("get", "/api/v1/users/search", 200, found.body);
    const { body: refused } = await request(app, "GET", "/api/v1/users/nobody", { token });
    z.strictObject(ErrorJson.shape).parse(refused);
  });

  function check(method: string, path: string, status: number, body: unknown): void {
    const endpoint = ENDPOINTS.find((candidate) => candidate.method === method && candidate.path === path);
    const schema = endpoint?.answers.find((answer) => answer.status === status)?.schema;
    assert.ok(schema, `${method} ${path} ${status} has a schema`);
    const { error } = schema.safeParse(body);
    assert.equal(error, undefined, `${method} ${path}: ${error?.message}`);
  }

  await step("the page at /api shows every call with an example to copy", async () => {
    const response = await app.fetch(new Request(`${app.url}/api`, { headers: { accept: "text/html" } }));
    assert.equal(response.status, 200);
    const html = await response.text();
    for (const { path } of ENDPOINTS) assert.ok(html.includes(path.replaceAll("&", "&amp;")), path);
    assert.ok(html.includes("curl -X POST"));
  });
});
