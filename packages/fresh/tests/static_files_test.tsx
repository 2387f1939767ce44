import assert from "node:assert/strict";
import { App, staticFiles } from "fresh";
import { asset, assetSrcSet } from "fresh/runtime";
import { staticFile } from "../src/dev/static_assets.ts";
import { bodyOf, fetchFrom, textOf, withSnapshot } from "./support.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const FOREVER = "public, max-age=31536000, immutable";
const NEVER = "no-cache, no-store, max-age=0, must-revalidate";

function site(mode: "production" | "development" = "production", basePath = ""): App {
  const files = {
    "/a.txt": "aaa",
    "/icon%402x.png": "png",
    "/b%20%C3%A4.css": "a{}",
    "/_fresh/js/b1/X.js": "1",
    "/_fresh/js/old/X.js": "0",
  };
  const statics = new Map(Object.entries(files).map(([path, text]) => [path, staticFile(path, bytes(text))]));
  const app = new App({ basePath }).use(staticFiles()).get("*", (ctx) => ctx.text("next", { status: 203 }));
  return withSnapshot(app, { statics, mode });
}

Deno.test("static files are served with type and length, by their percent-encoded name", async () => {
  const response = await fetchFrom(site(), "/b%20%C3%A4.css");
  assert.equal(response.headers.get("content-type"), "text/css; charset=utf-8");
  assert.equal(response.headers.get("content-length"), "3");
  assert.equal(response.headers.get("vary"), "If-None-Match");
  assert.equal(await response.text(), "a{}");
  assert.equal(await textOf(site(), "/icon@2x.png"), "png");
  assert.equal((await fetchFrom(site(), "/%E0%A4%A")).status, 203);
});

Deno.test("files on disk are streamed with their length", async () => {
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, "from disk");
  const statics = new Map([["/x.txt", { type: "text/plain", hash: "h", content: file }]]);
  const app = withSnapshot(new App().use(staticFiles()), { statics });
  const response = await fetchFrom(app, "/x.txt");
  assert.deepEqual([response.headers.get("content-length"), await response.text()], ["9", "from disk"]);
  const head = await fetchFrom(app, "/x.txt", { method: "HEAD" });
  assert.deepEqual([head.headers.get("content-length"), await head.text()], ["9", ""]);
  await Deno.remove(file);
});

Deno.test("what is no file goes on to the app, the root included, but a missing favicon is an immediate 404", async () => {
  assert.equal((await fetchFrom(site(), "/nope.txt")).status, 203);
  assert.equal((await fetchFrom(site(), "/")).status, 203);
  assert.equal((await fetchFrom(site(), "/favicon.ico")).status, 404);
  assert.equal((await fetchFrom(site(), "/a.txt", { method: "POST" })).status, 405);
});

Deno.test("an unchanged file is a 304, also when the tag stands in a list or is weak", async () => {
  const etag = (await fetchFrom(site(), "/a.txt")).headers.get("etag") ?? "";
  assert.match(etag, /^W\/"[0-9a-f]+"$/);
  for (const tag of [etag, etag.replace("W/", ""), `"x", ${etag}`, etag.slice(3, -1)]) {
    const response = await fetchFrom(site(), "/a.txt", { headers: { "if-none-match": tag } });
    assert.deepEqual([response.status, await response.text(), response.headers.get("etag")], [304, "", etag]);
  }
  assert.equal((await fetchFrom(site(), "/a.txt", { headers: { "if-none-match": '"other"' } })).status, 200);
});

Deno.test("only URLs tied to the build may be cached, and for ever", async () => {
  const cache = async (path: string, mode?: "development") =>
    (await fetchFrom(site(mode), path)).headers.get("cache-control");
  assert.equal(await cache("/a.txt"), NEVER);
  assert.equal(await cache("/a.txt?__frsh_c=b1"), FOREVER);
  assert.equal(await cache("/_fresh/js/b1/X.js"), FOREVER);
  assert.equal(await cache("/_fresh/js/old/X.js"), NEVER);
  assert.equal(await cache("/a.txt?__frsh_c=b1", "development"), NEVER);
  const dev = await fetchFrom(site("development"), "/a.txt", { headers: { "if-none-match": "*" } });
  assert.deepEqual([dev.status, dev.headers.get("etag")], [200, null]);
});

Deno.test("a stale build id is sent on to the file as it is now", async () => {
  const response = await fetchFrom(site(), "/a.txt?q=1&__frsh_c=old");
  assert.deepEqual([response.status, response.headers.get("location")], [307, "/a.txt?q=1"]);
});

Deno.test("a range request gets the whole file", async () => {
  const response = await fetchFrom(site(), "/a.txt", { headers: { range: "bytes=0-0" } });
  assert.deepEqual([response.status, await response.text()], [200, "aaa"]);
});

Deno.test("static files are found below the base path", async () => {
  assert.equal(await textOf(site("production", "/base"), "/base/a.txt"), "aaa");
});

Deno.test("asset() ties root-relative URLs to the build, and leaves others alone", async () => {
  const seen: Record<string, string> = {};
  const inputs = ["/a.png", "/a?b=1", "/a#h", "/a?b#h", "/a?__frsh_c=x", "//host/a", "http://host/a", "a.png", "#h"];
  const app = withSnapshot(
    new App().get("/", (ctx) => {
      for (const input of inputs) seen[input] = asset(input);
      seen.set = assetSrcSet("/a.png 1x, /b.png 2x, http://c/d.png 3x");
      seen.odd = assetSrcSet("");
      seen.tight = assetSrcSet("/a.png 1x,/b.png 2.5x");
      seen.data = assetSrcSet("data:image/jpeg;base64,/9j/4A 1x, /b.png 2x");
      return ctx.text("");
    }),
    {},
  );
  await fetchFrom(app, "/");
  assert.deepEqual(seen, {
    "/a.png": "/a.png?__frsh_c=b1",
    "/a?b=1": "/a?b=1&__frsh_c=b1",
    "/a#h": "/a?__frsh_c=b1#h",
    "/a?b#h": "/a?b&__frsh_c=b1#h",
    "/a?__frsh_c=x": "/a?__frsh_c=x",
    "//host/a": "//host/a",
    "http://host/a": "http://host/a",
    "a.png": "a.png",
    "#h": "#h",
    set: "/a.png?__frsh_c=b1 1x, /b.png?__frsh_c=b1 2x, http://c/d.png 3x",
    odd: "",
    tight: "/a.png?__frsh_c=b1 1x,/b.png?__frsh_c=b1 2.5x",
    data: "data:image/jpeg;base64,/9j/4A 1x, /b.png?__frsh_c=b1 2x",
  });
});

Deno.test("an app that was never built has a build id of its own", async () => {
  const app = new App().get("/", (ctx) => ctx.text(asset("/a.png")));
  const first = await textOf(app, "/");
  assert.match(first, /^\/a\.png\?__frsh_c=[0-9a-f]{40}$/);
  assert.equal(await textOf(app, "/"), first);
});

Deno.test("src and srcset of images and sources are tied to the build, unless locked out", async () => {
  const app = withSnapshot(
    new App().route("/", {
      component: () => (
        <>
          <img src="/a.png" srcset="/a.png 1x, /b.png 2x" />
          <picture>
            <source srcSet="/c.png" />
          </picture>
          <img src="/a.png" data-fresh-disable-lock />
          <img src="http://x/a.png" />
        </>
      ),
    }),
    {},
  );
  const key = "?__frsh_c=b1";
  assert.equal(
    await bodyOf(app),
    `<img src="/a.png${key}" srcset="/a.png${key} 1x, /b.png${key} 2x"/><picture><source srcset="/c.png${key}"/></picture>` +
      `<img src="/a.png" data-fresh-disable-lock="true"/><img src="http://x/a.png"/>`,
  );
});
