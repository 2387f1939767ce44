import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Attributes,
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import { App, HttpError, staticFiles } from "fresh";
import { staticFile } from "../src/dev/static_assets.ts";
import { quietly, routeFiles, withSnapshot } from "./support.ts";

interface Recorded {
  name: string;
  attributes: Attributes;
  errors: unknown[];
  isOver: boolean;
}

const TRACE = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", traceFlags: 1 };
let spans: Recorded[] = [];
const tracers = new Set<string>();

/** A span that only writes down what is done to it. */
function startSpan(name: string, options?: SpanOptions): Span {
  const one: Recorded = { name, attributes: { ...options?.attributes }, errors: [], isOver: false };
  spans.push(one);
  const span = {
    setAttribute: (key: string, value: string) => (one.attributes[key] = value, span),
    updateName: (changed: string) => (one.name = changed, span),
    recordException: (error: unknown) => void one.errors.push(error),
    setStatus: () => span,
    spanContext: () => TRACE,
    end: () => void (one.isOver = true),
  };
  return span as unknown as Span;
}

const contexts = new AsyncLocalStorage<Context>();
context.setGlobalContextManager({
  active: () => contexts.getStore() ?? ROOT_CONTEXT,
  with: (inside, work, self, ...args) => contexts.run(inside, () => work.call(self as never, ...args)),
  bind: (_, target) => target,
  enable: () => null as never,
  disable: () => null as never,
});
const startActiveSpan = (name: string, options: SpanOptions, work: (span: Span) => unknown) => {
  const span = startSpan(name, options);
  return context.with(trace.setSpan(context.active(), span), () => work(span));
};
trace.setGlobalTracerProvider({
  getTracer: (name) => (tracers.add(name), { startSpan, startActiveSpan } as unknown as Tracer),
});

/** Asks an app as `Deno.serve` does, inside a span of the server, and gives all spans and the answer. */
async function record(app: App, path: string, init?: RequestInit): Promise<{ spans: Recorded[]; text: string }> {
  spans = [];
  const ask = () => app.handler()(new Request(`http://localhost${path}`, init));
  const server = startSpan("GET");
  const response = await context.with(trace.setSpan(ROOT_CONTEXT, server), ask);
  server.end();
  assert.ok(spans.every(({ isOver }) => isOver), "every span ends");
  return { spans, text: await response.text() };
}

Deno.test("the server's span is named after the route, and left alone when there is none", async () => {
  const app = new App({ basePath: "/b" }).get("/u/:id", (ctx) => ctx.text("")).get("/bad", () => {
    throw new HttpError(400);
  });
  const [named] = (await record(app, "/b/u/7")).spans;
  assert.deepEqual([named?.name, named?.attributes["http.route"]], ["GET /b/u/:id", "/b/u/:id"]);
  assert.equal((await record(app, "/b/bad")).spans[0]?.name, "GET /b/bad");
  assert.deepEqual((await record(app, "/b/nope")).spans, [{ name: "GET", attributes: {}, errors: [], isOver: true }]);
  assert.deepEqual([...tracers], ["fresh"]);
});

Deno.test("middlewares, handler, rendering and async components leave spans of their own", async () => {
  const app = new App().use((ctx) => ctx.next(), (ctx) => ctx.next())
    .route("/page", { handler: { GET: () => ({ data: 1 }) }, component: async () => await Promise.resolve(<p />) });
  const [, ...inside] = (await record(app, "/page")).spans;
  assert.deepEqual(inside.map(({ name, attributes }) => [name, attributes]), [
    ["middlewares", { "fresh.middleware.count": 2 }],
    ["handler", { "fresh.span_type": "handler" }],
    ["render", { "fresh.span_type": "render" }],
    ["invoke async component", {}],
  ]);
});

Deno.test("a page file's first request has a span for loading it, later ones have not", async () => {
  const app = withSnapshot(new App().fsRoutes(), { routes: routeFiles({ "a.ts": { handler: () => new Response() } }) });
  const handler = app.handler();
  const names = async () => {
    spans = [];
    await handler(new Request("http://localhost/a"));
    return spans.map(({ name }) => name);
  };
  assert.deepEqual([await names(), await names()], [["lazy-route", "handler"], ["handler"]]);
});

Deno.test("exceptions are recorded by the spans they pass", async () => {
  const error = new Error("x");
  const app = new App().use((ctx) => ctx.next()).route("/", {
    handler: () => {
      throw error;
    },
  });
  const { result } = await quietly(() => record(app, "/"));
  const failed = result.spans.filter(({ errors }) => errors[0] === error).map(({ name }) => name);
  assert.deepEqual(failed, ["middlewares", "handler"]);
});

Deno.test("the span of a static file says whether it could be cached", async () => {
  const file = staticFile("/a.txt", new TextEncoder().encode("a"));
  const app = withSnapshot(new App().use(staticFiles()), { statics: new Map([["/a.txt", file]]) });
  const cache = async (path: string, headers?: HeadersInit) => {
    const { spans } = await record(app, path, { headers });
    return spans.find(({ name }) => name === "static file")?.attributes["fresh.cache"];
  };
  assert.equal(await cache("/a.txt"), "no_cache");
  assert.equal(await cache("/a.txt?__frsh_c=b1"), "immutable");
  assert.equal(await cache("/a.txt?__frsh_c=old"), "invalid_bust_key");
  assert.equal(await cache("/a.txt", { "if-none-match": `W/"${file.hash}"` }), "not_modified");
});

Deno.test("a page names its request's trace in the head, if there is one", async () => {
  const app = new App().route("/", { component: () => <p /> });
  const { text } = await record(app, "/");
  assert.match(
    text,
    /<head>.*<meta name="traceparent" content="00-0af7651916cd43dd8448eb211c80319c-\w{16}-01"\/><\/head>/,
  );
});
