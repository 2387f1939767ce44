import assert from "node:assert/strict";
import { App, type Context, HttpError, type PageProps } from "fresh";
import { compareFiles, placeFile } from "../src/routing/file_pattern.ts";
import { bodyOf, fetchFrom, quietly, routeFiles, textOf, withSnapshot } from "./support.ts";

Deno.test("file names become patterns as upstream reads them", () => {
  const expected = {
    "index.tsx": "/",
    "blog/index.tsx": "/blog",
    "blog.tsx": "/blog",
    "u/[id].tsx": "/u/:id",
    "[a]@[b].tsx": "/:a@:b",
    "x-[a].tsx": "/x-:a",
    "old/[...path].ts": "/old/:path*",
    "docs/[[v]]/index.tsx": "/docs{/:v}?",
    "[[name]].tsx": "/{:name}?",
    "(group)/about.tsx": "/about",
    "(a)/(b)/index.tsx": "/",
    "api/v1/users.json.ts": "/api/v1/users.json",
  };
  for (const [path, pattern] of Object.entries(expected)) assert.equal(placeFile(path)?.pattern, pattern, path);
  assert.equal(placeFile("(_components)/Button.tsx"), null);
});

Deno.test("names that cannot be routed are syntax errors", () => {
  for (const path of ["[a][b].tsx", "x[[a]].tsx", "[a.tsx", "a].tsx"]) {
    assert.throws(() => placeFile(path), SyntaxError, path);
  }
});

Deno.test("special files come first in their folder, literal names before groups, then parameters, rests last", () => {
  const sorted = [
    "[...rest].tsx",
    "(group)/b.tsx",
    "[id].tsx",
    "[[id]].tsx",
    "x[id].tsx",
    "a.tsx",
    "_error.tsx",
    "index.tsx",
    "_middleware.ts",
    "_layout.tsx",
    "_app.tsx",
  ]
    .flatMap((path) => placeFile(path) ?? []).sort(compareFiles).map(({ path }) => path);
  assert.deepEqual(sorted, [
    "_app.tsx",
    "_middleware.ts",
    "_layout.tsx",
    "_error.tsx",
    "index.tsx",
    "a.tsx",
    "x[id].tsx",
    "(group)/b.tsx",
    "[[id]].tsx",
    "[id].tsx",
    "[...rest].tsx",
  ]);
});

const site = (files: Record<string, Record<string, unknown>>, make = () => new App().fsRoutes()) =>
  withSnapshot(make(), { routes: routeFiles(files) });
const text = (value: string) => ({ handler: (ctx: Context<unknown>) => ctx.text(value) });
const wrap = (name: string) => ({
  default: ({ Component }: PageProps) => (
    <b class={name}>
      <Component />
    </b>
  ),
});
const mark = (name: string) => async (ctx: Context<unknown>) => {
  const response = await ctx.next();
  response.headers.append("x-by", name);
  return response;
};

Deno.test("pages get the app, layouts, middlewares and error page of the folders above them", async () => {
  const app = site({
    "_app.tsx": {
      default: ({ Component }: PageProps) => (
        <body>
          <Component />
        </body>
      ),
    },
    "_layout.tsx": wrap("root"),
    "_middleware.ts": { default: mark("root") },
    "_error.tsx": { default: ({ error }: PageProps) => <i>{(error as Error).message}</i> },
    "a/_layout.tsx": wrap("a"),
    "a/_middleware.ts": { handler: [mark("a1"), mark("a2")] },
    "a/b.tsx": { default: () => <p /> },
    "a/bad.ts": {
      handlers: {
        GET: () => {
          throw new Error("broken");
        },
      },
    },
    "c.tsx": { default: () => <p /> },
  });
  assert.equal(await bodyOf(app, "/a/b"), '<b class="root"><b class="a"><p></p></b></b>');
  assert.equal((await fetchFrom(app, "/a/b")).headers.get("x-by"), "a2, a1, root");
  assert.equal(await bodyOf(app, "/c"), '<b class="root"><p></p></b>');
  const bad = await fetchFrom(app, "/a/bad");
  assert.deepEqual(
    [bad.status, bad.headers.get("x-by")],
    [500, null],
    "the error page stands outside its own middlewares",
  );
  assert.equal(await bodyOf(app, "/a/bad"), '<b class="root"><i>broken</i></b>');
});

Deno.test("a folder's files and the guards of its path surround what is in it, not the page beside it", async () => {
  const app = site({
    "admin.tsx": text("beside"),
    "admin/_middleware.ts": { default: mark("folder") },
    "admin/x/[id]/index.tsx": text("x"),
    "list/index.tsx": text("list"),
    "list/_middleware.ts": { default: mark("list") },
  }, () => new App().use("/admin", mark("use")).use("/admin/x/:id", mark("id")).fsRoutes());
  assert.equal((await fetchFrom(app, "/admin")).headers.get("x-by"), null);
  assert.equal((await fetchFrom(app, "/admin/x/1")).headers.get("x-by"), "id, folder, use");
  assert.equal((await fetchFrom(app, "/list")).headers.get("x-by"), "list");
});

Deno.test("a folder of an optional parameter stands inside the folder around it", async () => {
  const app = site({
    "docs/_middleware.ts": { default: mark("folder") },
    "docs/[[version]]/index.tsx": {
      handler: (ctx: Context<unknown>) => ctx.text(`${ctx.route} ${ctx.params.version}`),
    },
    "docs/[[version]]/part.tsx": text("part"),
  }, () => new App().use("/docs", mark("use")).fsRoutes());
  for (
    const [path, expected] of [["/docs", "/docs/:version? "], ["/docs/2", "/docs/:version? 2"], [
      "/docs/2/part",
      "part",
    ]] as const
  ) {
    const response = await fetchFrom(app, path);
    assert.deepEqual([await response.text(), response.headers.get("x-by")], [expected, "folder, use"]);
  }
});

Deno.test("names that a URL must encode are found by their encoded form", async () => {
  const app = site({
    "über.tsx": text("u"),
    "中文/index.tsx": text("z"),
    "中文/_middleware.ts": { default: mark("folder") },
    "a b/[id].tsx": { handler: (ctx: Context<unknown>) => ctx.text(`${ctx.params.id}`) },
  });
  assert.equal(await textOf(app, "/über"), "u");
  assert.equal(await textOf(app, "/%C3%BCber"), "u");
  assert.equal((await fetchFrom(app, "/中文")).headers.get("x-by"), "folder");
  assert.equal(await textOf(app, "/a%20b/ö"), "ö");
});

Deno.test("groups have layouts and middlewares of their own, and vanish from the URL", async () => {
  const app = site({
    "(one)/_middleware.ts": { default: mark("one") },
    "(one)/a.tsx": text("a"),
    "(two)/_layout.tsx": wrap("two"),
    "(two)/b.tsx": { default: () => <p /> },
    "(_components)/c.tsx": text("never"),
  });
  const a = await fetchFrom(app, "/a");
  assert.deepEqual([await a.text(), a.headers.get("x-by")], ["a", "one"]);
  const b = await fetchFrom(app, "/b");
  assert.equal(b.headers.get("x-by"), null);
  assert.match(await b.text(), /class="two"/);
  assert.equal((await fetchFrom(app, "/c")).status, 404);
});

Deno.test("a literal page wins over a parameter, whatever the order of the files", async () => {
  const app = site({ "[id].tsx": text("id"), "me.tsx": text("me"), "[...rest].tsx": text("rest") });
  assert.deepEqual([await textOf(app, "/me"), await textOf(app, "/x"), await textOf(app, "/x/y")], [
    "me",
    "id",
    "rest",
  ]);
});

Deno.test("file routes stand at their place in the order, and under their prefix", async () => {
  const app = site(
    { "a.tsx": text("file"), "b.tsx": text("file b") },
    () => new App().get("/a", (ctx) => ctx.text("before")).fsRoutes().get("/b", (ctx) => ctx.text("after")),
  );
  assert.deepEqual([await textOf(app, "/a"), await textOf(app, "/b")], ["before", "file b"]);
  assert.equal(await textOf(site({ "a.tsx": text("below") }, () => new App().fsRoutes("/pre")), "/pre/a"), "below");
});

Deno.test("routeOverride and skipped surroundings of a page file count", async () => {
  const app = site({
    "_layout.tsx": wrap("root"),
    "x.tsx": { default: () => <p />, config: { routeOverride: "/y/:id", skipInheritedLayouts: true } },
  });
  assert.equal(await bodyOf(app, "/y/1"), "<p></p>");
  assert.equal((await fetchFrom(app, "/x")).status, 404);
});

Deno.test("a file handler without the method is refused, and HEAD is answered by GET", async () => {
  const app = site({ "a.ts": { handler: { GET: () => new Response("a") } } });
  assert.equal((await fetchFrom(app, "/a", { method: "HEAD" })).status, 200);
  assert.ok([404, 405].includes((await fetchFrom(app, "/a", { method: "POST" })).status));
});

Deno.test("a page file is loaded by its first request only", async () => {
  let loads = 0;
  const routes = [{ path: "a.tsx", load: () => (loads++, Promise.resolve(text("a"))) }];
  const handler = withSnapshot(new App().fsRoutes(), { routes }).handler();
  assert.equal(loads, 0);
  for (let i = 0; i < 2; i++) assert.equal(await (await handler(new Request("http://x/a"))).text(), "a");
  assert.equal(loads, 1);
});

Deno.test("files that say nothing useful are errors or warnings that name them", async () => {
  const { printed } = await quietly(() => fetchFrom(site({ "empty.ts": { other: 1 } }), "/empty"));
  assert.match(String(printed[0]), /relevant exports in empty\.ts/);
  assert.throws(() => site({ "_layout.tsx": {} }).handler(), /_layout\.tsx.*default export/);
  const styled = await quietly(() => fetchFrom(site({ "styled.tsx": { ...text("a"), css: ["/a.css"] } }), "/styled"));
  assert.match(String(styled.printed[0]), /css in styled\.tsx.*leaves it out.*<link> in <Head>/s);
  const warned = await quietly(() =>
    fetchFrom(site({ "_middleware.ts": { handler: { GET: () => new Response() } }, "a.ts": text("a") }), "/a")
  );
  assert.equal(await warned.result.text(), "a");
  assert.match(String(warned.printed[0]), /_middleware\.ts.*skipped/);
});

Deno.test("_404 answers for the whole app before _error, and _500 is an error page", async () => {
  const app = site({
    "_404.tsx": { default: () => <p>nothing</p> },
    "_500.tsx": { default: () => <p>broken</p> },
    "a.ts": {
      handler: () => {
        throw new Error("x");
      },
    },
  });
  assert.equal((await fetchFrom(app, "/nope")).status, 404);
  assert.equal(await bodyOf(app, "/nope"), "<p>nothing</p>");
  assert.equal(await bodyOf(app, "/a"), "<p>broken</p>");
});

const broken = (error: unknown) => ({
  handler: () => {
    throw error;
  },
});
const says = (name: string) => ({
  default: ({ error }: PageProps) => <i>{`${name}: ${(error as Error).message}`}</i>,
});

Deno.test("of nested error pages the nearest that covers the page answers, in groups too", async () => {
  const app = site({
    "_error.tsx": says("root"),
    "a/_error.tsx": says("a"),
    "a/_layout.tsx": wrap("a"),
    "a/b/_layout.tsx": wrap("b"),
    "a/b/[id].ts": broken(new HttpError(409, "taken")),
    "(g)/_error.tsx": says("group"),
    "(g)/c.ts": broken(new HttpError(410, "gone")),
    "(h)/d.ts": broken(new HttpError(411, "length")),
  });
  assert.equal(await bodyOf(app, "/a/b/1"), '<b class="a"><i>a: taken</i></b>');
  assert.equal(await bodyOf(app, "/c"), "<i>group: gone</i>");
  assert.equal(await bodyOf(app, "/d"), "<i>root: length</i>");
  assert.equal((await fetchFrom(app, "/a/b/1")).status, 409);
});

Deno.test("an unknown path below a folder goes to the root's error page, past the folder's middlewares", async () => {
  const app = site({
    "_error.tsx": says("root"),
    "_middleware.ts": { default: mark("root") },
    "a/_error.tsx": says("a"),
    "a/_middleware.ts": {
      default: () => {
        throw new Error("must not run");
      },
    },
    "a/index.ts": text("a"),
  });
  const response = await fetchFrom(app, "/a/nope");
  assert.deepEqual([response.status, /<i>.*<\/i>/.exec(await response.text())?.[0]], [404, "<i>root: </i>"]);
});

Deno.test("an error page that throws hands over to the one of the folder above", async () => {
  const app = site({
    "_error.tsx": says("root"),
    "a/_error.tsx": {
      default: () => {
        throw new Error("again");
      },
    },
    "a/index.ts": broken(new HttpError(400, "first")),
  });
  assert.equal(await bodyOf(app, "/a"), "<i>root: again</i>");
});

Deno.test("a handler in a layout only warns, and a missing default component is named", async () => {
  const layout = { ...wrap("root"), handler: () => new Response("never") };
  const { result, printed } = await quietly(() =>
    bodyOf(site({ "_layout.tsx": layout, "a.tsx": { default: () => <p /> } }), "/a")
  );
  assert.equal(result, '<b class="root"><p></p></b>');
  assert.match(String(printed[0]), /handler in _layout\.tsx/);
});

Deno.test("handler and handlers are one and the same; HEAD and OPTIONS may have handlers of their own", async () => {
  const app = site({
    "a.ts": {
      handlers: {
        GET: (ctx: Context<unknown>) => ctx.text("get"),
        HEAD: () => new Response(null, { headers: { "x-by": "head" } }),
        OPTIONS: () => new Response(null, { headers: { allow: "GET" } }),
      },
    },
  });
  assert.equal(await textOf(app, "/a"), "get");
  assert.equal((await fetchFrom(app, "/a", { method: "HEAD" })).headers.get("x-by"), "head");
  assert.equal((await fetchFrom(app, "/a", { method: "OPTIONS" })).headers.get("allow"), "GET");
});

Deno.test("ctx.route, params and url in middlewares are those of the page", async () => {
  const app = site({
    "_middleware.ts": { default: (ctx: Context<unknown>) => ctx.json([ctx.route, ctx.params, ctx.url.pathname]) },
    "docs/[[v]]/[...rest].ts": text("never"),
  }, () => new App({ basePath: "/b" }).fsRoutes());
  const seen = JSON.parse(await textOf(app, "/b/docs/v1/x/%C3%A4"));
  assert.deepEqual(seen, ["/b/docs/:v?/:rest*", { v: "v1", rest: "x/ä" }, "/b/docs/v1/x/%C3%A4"]);
  assert.deepEqual(JSON.parse(await textOf(app, "/b/nope")), [null, {}, "/b/nope"]);
});
