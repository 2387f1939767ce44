import assert from "node:assert/strict";
import { App, type Context } from "fresh";
import { fetchFrom, textOf } from "./support.ts";

async function location(to: string, path = "/", status?: number): Promise<string | null> {
  const response = await fetchFrom(new App().get("*", (ctx) => ctx.redirect(to, status)), path);
  assert.equal(response.status, status ?? 302);
  return response.headers.get("location");
}

Deno.test("a redirect to a path on this site cannot leave it by doubled slashes", async () => {
  assert.equal(await location("//evil.com"), "/evil.com");
  assert.equal(await location("///evil.com//a?next=//b#//c"), "/evil.com/a?next=//b#//c");
  assert.equal(await location("/a/b", "/", 303), "/a/b");
});

Deno.test("a redirect to another address passes as given", async () => {
  assert.equal(await location("https://example.com//a"), "https://example.com//a");
  assert.equal(await location("relative"), "relative");
});

Deno.test("a redirect of a partial request stays one, before the hash", async () => {
  assert.equal(await location("/a#b", "/?fresh-partial=true"), "/a?fresh-partial=true#b");
  assert.equal(await location("/a?c=1", "/?fresh-partial=true"), "/a?c=1&fresh-partial=true");
});

Deno.test("json, text and html set their content type and take an init", async () => {
  const app = new App().get("/json", (ctx) => ctx.json({ a: 1 }, { status: 201 }))
    .get("/text", (ctx) => ctx.text("hi", { headers: { "x-a": "b" } })).get(
      "/html",
      (ctx) => ctx.html("<b>", { status: 202 }),
    );
  const json = await fetchFrom(app, "/json");
  assert.deepEqual([json.status, json.headers.get("content-type"), await json.json()], [201, "application/json", {
    a: 1,
  }]);
  const text = await fetchFrom(app, "/text");
  assert.deepEqual([text.headers.get("content-type"), text.headers.get("x-a")], ["text/plain;charset=UTF-8", "b"]);
  const html = await fetchFrom(app, "/html");
  assert.deepEqual([html.status, html.headers.get("content-type")], [202, "text/html; charset=utf-8"]);
});

Deno.test("stream writes strings and bytes as they come", async () => {
  const app = new App().get("/sync", (ctx) => ctx.stream(["a", "b"])).get(
    "/async",
    (ctx) =>
      ctx.stream(async function* () {
        yield await Promise.resolve("ä");
        yield new TextEncoder().encode("!") as Uint8Array<ArrayBuffer>;
      }),
  );
  assert.equal(await textOf(app, "/sync"), "ab");
  assert.equal(await textOf(app, "/async"), "ä!");
});

Deno.test("ctx tells the app's configuration, the request and the peer", async () => {
  let seen: Context<unknown> | null = null;
  const app = new App({ basePath: "/b" }).get("/x", (ctx) => (seen = ctx).text(""));
  const info = {
    remoteAddr: { transport: "tcp" as const, hostname: "1.2.3.4", port: 5 },
    completed: Promise.resolve(),
  };
  await app.handler()(new Request("http://localhost/b/x?q=1"), info);
  const { config, url, req, info: given, isPartial, error } = seen as unknown as Context<unknown>;
  assert.deepEqual(config, { basePath: "/b", mode: "production", trustProxy: false, root: "." });
  assert.deepEqual([url.search, req.method, isPartial, error], ["?q=1", "GET", false, null]);
  assert.equal(given, info);
});

Deno.test("app.config.root can be set by the app", () => {
  const app = new App();
  app.config.root = "/somewhere";
  assert.equal(app.config.root, "/somewhere");
});
