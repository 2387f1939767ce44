import assert from "node:assert/strict";
import { join } from "node:path";
import { Builder } from "fresh/dev";
import { app } from "./fixture/main.ts";

/** Builds the fixture app once, in memory, and gives what asks it. */
async function fixture() {
  (await new Builder({ root: join(import.meta.dirname ?? "", "fixture") }).build({ snapshot: "memory" }))(app);
  const handler = app.handler();
  return async (path: string, init?: RequestInit) => {
    const response = await handler(new Request(`http://localhost${path}`, init));
    return {
      response,
      status: response.status,
      location: response.headers.get("location"),
      text: await response.text(),
    };
  };
}

// esbuild's process may outlive the build by a moment, so that it would count as this test's leak.
Deno.test({ name: "one app may use everything at once", sanitizeOps: false, sanitizeResources: false }, async (t) => {
  const ask = await fixture();

  await t.step("layouts, middlewares and links of a folder", async () => {
    const docs = await ask("/docs");
    assert.match(docs.text, /<article title="for ann"><!--f:i0-->/);
    assert.equal(docs.response.headers.get("x-by"), "docs");
    assert.match(
      docs.text,
      /<a data-current="true" aria-current="page" href="\/docs">|href="\/docs" data-current="true"/,
    );
    assert.deepEqual([(await ask("/docs?secret")).status, (await ask("/docs?secret")).location], [303, "/docs"]);
  });

  await t.step("async pages of a group, with parameters, errors and responses", async () => {
    assert.match((await ask("/u/b%20c")).text, /<p id="person">b c false<\/p>/);
    assert.deepEqual([(await ask("/u/raw")).status, (await ask("/u/raw")).text], [203, "as it is"]);
    const nobody = await ask("/u/nobody");
    assert.deepEqual([nobody.status, /sorry, \d+/.exec(nobody.text)?.[0]], [404, "sorry, 404"]);
    assert.match(nobody.text, /<html lang="en">/);
  });

  await t.step("forms answer with a page or a redirect, and only to this site", async () => {
    const post = (name: string, headers = {}) =>
      ask("/form", { method: "POST", headers, body: new URLSearchParams({ name }) });
    assert.match((await ask("/form")).text, /<output><\/output>/);
    const empty = await post("");
    assert.deepEqual([empty.status, /<output>(.*)<\/output>/.exec(empty.text)?.[1]], [422, "no name"]);
    assert.deepEqual([(await post("ann")).status, (await post("ann")).location], [303, "/u/ann"]);
    assert.equal((await post("ann", { origin: "http://evil.example" })).status, 403);
  });

  await t.step("patterns of their own, bare and lazy pages, other origins, streams", async () => {
    assert.deepEqual([(await ask("/ancient/a/b")).status, (await ask("/ancient/a/b")).location], [301, "/a/b"]);
    assert.match(
      (await ask("/bare")).text,
      /^<!DOCTYPE html><html><head><meta charset="utf-8"><\/head><body><p>bare<\/p><\/body>/,
    );
    assert.match((await ask("/lazy")).text, /lazy/);
    const count = await ask("/api/count", { headers: { origin: "http://friend.example" } });
    assert.deepEqual([count.text, count.response.headers.get("access-control-allow-origin")], [
      "12",
      "http://friend.example",
    ]);
  });

  await t.step("unknown paths and errors of handlers show the app's error page", async () => {
    for (const [path, status] of [["/nope", 404], ["/api/teapot", 418]] as const) {
      const { text, response } = await ask(path);
      assert.equal(response.status, status);
      assert.match(text, /<p id="error">|short and stout/);
    }
    assert.deepEqual([(await ask("/docs/")).status, (await ask("/docs/")).location], [302, "/docs"]);
    assert.equal((await ask("/api/count", { method: "POST" })).status, 405);
    assert.equal((await ask("/docs", { method: "HEAD" })).text, "");
  });
});
