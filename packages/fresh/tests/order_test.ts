import assert from "node:assert/strict";
import { App, type Context, HttpError } from "fresh";
import { Builder } from "fresh/dev";
import { fetchFrom, quietly, textOf } from "./support.ts";

type State = { seen: string[] };

const note = (name: string) => (ctx: Context<State>) => {
  ctx.state.seen ??= [];
  ctx.state.seen.push(name);
  return ctx.next();
};
const seen = (ctx: Context<State>) => ctx.text((ctx.state.seen ?? []).join(" "));

Deno.test("middlewares run root first, then inward by path segment, each in the order of registration", async () => {
  const app = new App<State>()
    .use("/a/b", note("ab"))
    .use(note("root1"), note("root2"))
    .use("/a", note("a"))
    .use("*", note("root3"))
    .get("/a/b", seen);
  assert.equal(await textOf(app, "/a/b"), "root1 root2 root3 a ab");
});

Deno.test("a middleware registered after a route leaves it alone, and surrounds what follows", async () => {
  const app = new App<State>().get("/first", seen).use(note("late")).get("/second", seen);
  assert.equal(await textOf(app, "/first"), "");
  assert.equal(await textOf(app, "/second"), "late");
});

Deno.test("a guard covers its path and everything below it, patterns being compared as text", async () => {
  const app = new App<State>()
    .use("/admin", note("guard"))
    .use("/u/:id", note("user"))
    .get("/admin", seen).get("/admin/deep/er", seen).get("/administrator", seen)
    .get("/u/:id", seen).get("/u/:id/posts", seen).get("/u/:name/x", seen);
  assert.equal(await textOf(app, "/admin"), "guard");
  assert.equal(await textOf(app, "/admin/deep/er"), "guard");
  assert.equal(await textOf(app, "/administrator"), "");
  assert.equal(await textOf(app, "/u/7/posts"), "user");
  assert.equal(await textOf(app, "/u/7/x"), "");
});

Deno.test("an unmatched request runs all root middlewares and no others, then ends in 404", async () => {
  const ran: string[] = [];
  const spy = (name: string) => (ctx: Context<unknown>) => (ran.push(name), ctx.next());
  const app = new App().use(spy("before")).get("/a", () => new Response("a")).use("/a", spy("inner")).use(spy("after"));
  assert.equal((await fetchFrom(app, "/a/nope")).status, 404);
  assert.deepEqual(ran, ["before", "after"]);
});

Deno.test("a wrong method is 405 after the root middlewares, and OPTIONS lists the methods there are", async () => {
  const app = new App().use(async (ctx) => {
    const response = await ctx.next();
    response.headers.set("x-root", "yes");
    return response;
  }).get("/a", () => new Response("a")).post("/a", () => new Response("posted"));
  assert.equal((await fetchFrom(app, "/a", { method: "DELETE" })).status, 405);
  const options = await fetchFrom(app, "/a", { method: "OPTIONS" });
  assert.equal(options.status, 204);
  assert.equal(options.headers.get("allow"), "GET, POST");
  assert.equal(options.headers.get("x-root"), "yes");
});

Deno.test("HEAD is answered by GET without a body, unless there is a HEAD handler", async () => {
  const app = new App().get("/a", () => new Response("body", { headers: { "x-by": "get" } }))
    .get("/b", () => new Response("b")).head("/b", () => new Response("dropped", { headers: { "x-by": "head" } }));
  const a = await fetchFrom(app, "/a", { method: "HEAD" });
  assert.deepEqual([a.status, a.headers.get("x-by"), await a.text()], [200, "get", ""]);
  const b = await fetchFrom(app, "/b", { method: "HEAD" });
  assert.deepEqual([b.headers.get("x-by"), await b.text()], ["head", ""]);
});

Deno.test("every method has its registration, and all() answers each of them", async () => {
  const app = new App().get("/m", (ctx) => ctx.text("get")).post("/m", (ctx) => ctx.text("post"))
    .put("/m", (ctx) => ctx.text("put")).patch("/m", (ctx) => ctx.text("patch"))
    .delete("/m", (ctx) => ctx.text("delete")).all("/all", (ctx) => ctx.text(ctx.req.method));
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
    assert.equal(await textOf(app, "/m", { method }), method.toLowerCase());
    assert.equal(await textOf(app, "/all", { method }), method);
  }
});

Deno.test("the first registration of a method and pattern wins", async () => {
  const app = new App().get("/a", (ctx) => ctx.text("one")).get("/a", (ctx) => ctx.text("two"));
  assert.equal(await textOf(app, "/a"), "one");
});

Deno.test("exact paths come before patterns and forgive one trailing slash; patterns do not", async () => {
  const app = new App().get("/u/:id", (ctx) => ctx.text(`id ${ctx.params.id}`)).get("/u/me", (ctx) => ctx.text("me"));
  assert.equal(await textOf(app, "/u/me"), "me");
  assert.equal(await textOf(app, "/u/me/"), "me");
  assert.equal(await textOf(app, "/u/7"), "id 7");
  assert.equal((await fetchFrom(app, "/u/7/")).status, 404);
  const both = new App().get("/a", (ctx) => ctx.text("bare")).get("/a/", (ctx) => ctx.text("slash"));
  assert.deepEqual([await textOf(both, "/a"), await textOf(both, "/a/")], ["bare", "slash"]);
});

Deno.test("parameters are decoded as URIs, malformed ones stay, and absent ones are empty", async () => {
  const app = new App().get("/f/:name", (ctx) => ctx.json(ctx.params)).get("/o{/:v}?", (ctx) => ctx.json(ctx.params));
  assert.deepEqual(JSON.parse(await textOf(app, "/f/a%20b%2Fc%40")), { name: "a b%2Fc%40" });
  assert.deepEqual(JSON.parse(await textOf(app, "/f/%E0%A4%A")), { name: "%E0%A4%A" });
  assert.deepEqual(JSON.parse(await textOf(app, "/o")), { v: "" });
});

Deno.test("runs of slashes collapse before matching, so no path can pose as another host", async () => {
  const app = new App().get("/a/b", (ctx) => ctx.text(ctx.url.pathname)).get(
    "/:rest*",
    (ctx) => ctx.text(ctx.url.pathname),
  );
  assert.equal(await textOf(app, "//a///b"), "/a/b");
  assert.equal(await textOf(app, "//evil.com"), "/evil.com");
});

Deno.test("a base path prefixes every pattern", async () => {
  const app = new App({ basePath: "/chat" }).get("/", (ctx) => ctx.text("home")).get("*", (ctx) => ctx.text("rest"));
  assert.equal(await textOf(app, "/chat"), "home");
  assert.equal(await textOf(app, "/chat/x"), "rest");
  assert.equal((await fetchFrom(app, "/x")).status, 404);
});

Deno.test("ctx.route is the pattern that matched, and null when none did", async () => {
  const app = new App().notFound((ctx) => ctx.json({ route: ctx.route })).get(
    "/u/:id",
    (ctx) => ctx.json({ route: ctx.route }),
  );
  assert.equal(await textOf(app, "/u/1"), '{"route":"/u/:id"}');
  assert.equal(await textOf(app, "/nope"), '{"route":null}');
  let seen: unknown;
  const watch = (ctx: Context<unknown>) => ctx.next().finally(() => seen = [ctx.route, ctx.params]);
  const watched = new App({ basePath: "/b" }).use(watch).get("/", (ctx) => ctx.text("")).get(
    "/{:v}?",
    (ctx) => ctx.text(""),
  );
  assert.equal((await fetchFrom(watched, "/b/1", { method: "POST" })).status, 405);
  assert.deepEqual(seen, ["/b/{:v}?", {}]);
  await fetchFrom(watched, "/b");
  assert.deepEqual(seen, ["/b", {}]);
});

Deno.test("a method counts however it is written", async () => {
  const app = new App().patch("/a", (ctx) => ctx.text("patched")).route("/b", {
    handler: { PATCH: (ctx) => ctx.text("b") },
  });
  for (const method of ["PATCH", "patch"]) {
    assert.equal(await textOf(app, "/a", { method }), "patched");
    assert.equal(await textOf(app, "/b", { method }), "b");
  }
});

Deno.test("handlers of one route share ctx, and an earlier one may change the response", async () => {
  let first: unknown;
  const app = new App().get("/a", async (ctx) => {
    first = ctx;
    const response = await ctx.next();
    return new Response(`<${await response.text()}>`);
  }, (ctx) => ctx.text(String(first === ctx)));
  assert.equal(await textOf(app, "/a"), "<true>");
});

Deno.test("a handler that calls next() with nothing behind it is a 404", async () => {
  assert.equal((await fetchFrom(new App().get("/a", (ctx) => ctx.next()), "/a")).status, 404);
});

Deno.test("every request has its own state", async () => {
  const app = new App<{ count?: number }>().get("/", (ctx) => {
    ctx.state.count = (ctx.state.count ?? 0) + 1;
    return ctx.json(ctx.state);
  });
  const handler = app.handler();
  for (let i = 0; i < 2; i++) {
    assert.equal(await (await handler(new Request("http://localhost/"))).text(), '{"count":1}');
  }
});

Deno.test("a lazy middleware is loaded by the first request that needs it, and kept", async () => {
  let loads = 0;
  const app = new App().use(() => {
    loads++;
    return Promise.resolve((ctx: Context<unknown>) => ctx.next());
  }).get("/a", (ctx) => ctx.text("a")).get("/b", (ctx) => ctx.text("b"));
  const handler = app.handler();
  assert.equal(loads, 0);
  for (const path of ["/a", "/b", "/a"]) assert.equal((await handler(new Request(`http://x${path}`))).status, 200);
  assert.equal(loads, 1);
});

Deno.test("a guard path that upstream never applies is refused with the path to write instead", () => {
  const app = new App();
  assert.throws(
    () => app.use("/admin/*", (ctx) => ctx.next()),
    /use\("\/admin\/\*"\).*nothing.*Write use\("\/admin"\): it covers everything there and below/,
  );
  assert.throws(() => app.layout("/admin/*", () => null), /layout\("\/admin"\)/);
  assert.throws(() => app.onError("/admin/*", () => new Response()), /onError\("\/admin"\)/);
  assert.throws(() => app.use("/*", (ctx) => ctx.next()), /Write use\("\*"\): it covers everything/);
  assert.doesNotThrow(() => app.use("*", (ctx) => ctx.next()).get("/files/*", (ctx) => ctx.text("a route may")));
});

Deno.test("what this package leaves out says so, and how to get it", async () => {
  const { ipFilter } = await import("fresh");
  assert.throws(() => new App().mountApp("/x", new App()), /mountApp\("\/x"\).*leaves it out.*delete "links"/s);
  assert.throws(
    () => new Builder().onTransformStaticFile(),
    /onTransformStaticFile\(\).*leaves it out.*delete "links"/s,
  );
  assert.throws(() => ipFilter({ denyList: [] }), /ipFilter\(\).*leaves it out.*delete "links"/s);
});

Deno.test("forwarded headers change ctx.url only where the proxy is trusted", async () => {
  const init = { headers: { "x-forwarded-proto": "https", "x-forwarded-host": "chat.example" } };
  const urls = (app: App) => textOf(app.get("/", (ctx) => ctx.text(`${ctx.url} ${ctx.req.url}`)), "/", init);
  assert.equal(await urls(new App()), "http://localhost/ http://localhost/");
  assert.equal(await urls(new App({ trustProxy: true })), "https://chat.example/ http://localhost/");
});

Deno.test("behind a trusted proxy, ctx.url has the port that the client used, not that of this server", async () => {
  const handler = new App({ trustProxy: true }).get("/", (ctx) => ctx.text(ctx.url.origin)).handler();
  const origin = async (headers: Record<string, string>) =>
    await (await handler(new Request("http://localhost:8000/", { headers }))).text();
  assert.equal(
    await origin({ "x-forwarded-proto": "https", "x-forwarded-host": "chat.example" }),
    "https://chat.example",
  );
  assert.equal(await origin({ "x-forwarded-host": "chat.example:8443" }), "http://chat.example:8443");
  assert.equal(await origin({ "x-forwarded-proto": "https" }), "https://localhost:8000");
});

Deno.test("settings that are given as undefined keep their defaults", async () => {
  const app = new App({ basePath: undefined, mode: undefined }).get("/", (ctx) => ctx.text(ctx.config.mode));
  assert.equal(await textOf(app, "/"), "production");
});

Deno.test("a route keeps the layouts, app wrapper and error page that were registered before it", async () => {
  const text = (error: unknown) => String((error as Error).message);
  const fail = () => {
    throw new HttpError(400, "bad");
  };
  const app = new App().get("/early", (ctx) => ctx.render(null)).get("/early-bad", fail)
    .appWrapper(() => "app").layout("*", () => "layout").onError("*", (ctx) => ctx.text(`caught ${text(ctx.error)}`))
    .get("/late", (ctx) => ctx.render(null)).get("/late-bad", fail);
  assert.doesNotMatch(await textOf(app, "/early"), /app/);
  assert.match(await textOf(app, "/late"), /app/);
  assert.deepEqual([await textOf(app, "/early-bad"), await textOf(app, "/late-bad")], ["bad", "caught bad"]);
});

Deno.test("listen takes the first free port from 8000 on, and says where, with the base path", async () => {
  const said = Promise.withResolvers<string>();
  const { log } = console;
  console.log = said.resolve;
  const stop = new AbortController();
  try {
    const app = new App({ basePath: "/chat" }).get("/", (ctx) => ctx.text("home"));
    const done = app.listen({ signal: stop.signal });
    const url = /http:\/\/localhost:80[01]\d\/chat\//.exec(await said.promise)?.[0] ?? "";
    assert.equal(await (await fetch(url)).text(), "home");
    const taken = app.listen({ port: Number(new URL(url).port) });
    await assert.rejects(taken, Deno.errors.AddrInUse, "a port that was asked for is not exchanged for another");
    stop.abort();
    await done;
  } finally {
    console.log = log;
  }
});

Deno.test("a middleware that returns no response is a 500 that names what it returned", async () => {
  const app = new App().get("/", (() => "text") as never);
  const { result, printed } = await quietly(() => fetchFrom(app, "/"));
  assert.equal(result.status, 500);
  assert.match(String(printed[0]), /returned string, not a Response/);
});
