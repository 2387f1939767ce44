import assert from "node:assert/strict";
import {
  type Attributes,
  type Span,
  type SpanOptions,
  trace,
  type Tracer,
  type TracerProvider,
} from "@opentelemetry/api";
import { App } from "fresh";
import { fetchFrom, textOf } from "./support.ts";

interface Recorded {
  name: string;
  attributes: Attributes;
  failed: boolean;
}

/** A tracer that only writes down the spans it is asked for. */
function recorder(): { spans: Recorded[]; provider: TracerProvider } {
  const spans: Recorded[] = [];
  const startSpan = (name: string, options?: SpanOptions): Span => {
    const one: Recorded = { name, attributes: { ...options?.attributes }, failed: false };
    spans.push(one);
    const span = {
      setAttribute: (key: string, value: string) => (one.attributes[key] = value, span),
      recordException: () => void (one.failed = true),
      setStatus: () => span,
      end() {},
    };
    return span as unknown as Span;
  };
  const tracer = {
    startSpan,
    startActiveSpan: (name: string, options: SpanOptions, work: (span: Span) => unknown) =>
      work(startSpan(name, options)),
  };
  return { spans, provider: { getTracer: () => tracer as Tracer } };
}

Deno.test("requests leave spans for their middlewares, handler and rendering, with what failed", async () => {
  const { spans, provider } = recorder();
  trace.setGlobalTracerProvider(provider);
  const app = new App().use((ctx) => ctx.next(), (ctx) => ctx.next())
    .route("/page", { handler: { GET: () => ({ data: 1 }) }, component: async () => await Promise.resolve(<p />) })
    .get("/fail", () => {
      throw new Error("x");
    }).onError("*", () => new Response("caught"));
  await fetchFrom(app, "/page");
  const names = spans.map(({ name }) => name);
  assert.deepEqual(names, ["middlewares", "handler", "render", "invoke async component"]);
  assert.equal(spans[0]?.attributes["fresh.middleware.count"], 2);
  assert.equal(spans[1]?.attributes["fresh.span_type"], "handler");
});

Deno.test("without an SDK a page has no traceparent", async () => {
  assert.doesNotMatch(await textOf(new App().route("/", { component: () => <p /> }), "/"), /traceparent/);
});
