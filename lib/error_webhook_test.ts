import assert from "node:assert/strict";
import type { LogRecord } from "@logtape/logtape";
import { until } from "@/tests/support/wait.ts";
import { errorWebhook } from "./error_webhook.ts";

const record = (level: LogRecord["level"], properties: Record<string, unknown> = {}): LogRecord => ({
  category: ["freshet", "http"],
  level,
  message: ["request failed"],
  rawMessage: "request failed",
  timestamp: Date.UTC(2026, 0, 2),
  properties,
});

Deno.test("errors are posted with their part, request and place, without what they quote; the others are counted", async () => {
  const got: Record<string, unknown>[] = [];
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    got.push(await request.json());
    return new Response(null, { status: 204 });
  });
  let time = 0;
  const sink = errorWebhook({ url: `http://127.0.0.1:${server.addr.port}/hook`, everyMs: 1_000, now: () => time });
  sink(record("warning"));
  sink(record("error", { error: new TypeError("select 'a secret'"), requestId: "r1", content: "hello bob" }));
  sink(record("error"));
  sink(record("error"));
  await until(() => got.length === 1, "the first error arrives");
  time = 1_000;
  sink(record("fatal"));
  await until(() => got.length === 2, "the next one arrives");
  const [first, second] = got;
  assert.equal(first?.text, "Freshet: http: request failed (TypeError)");
  assert.deepEqual([first?.part, first?.request_id, first?.error], ["http", "r1", "TypeError"]);
  assert.match(String((first?.stack as string[])[0]), /^at .*error_webhook_test/);
  assert.doesNotMatch(JSON.stringify(got), /secret|hello/);
  assert.equal(second?.text, "Freshet: http: request failed, and 2 more");
});

Deno.test("an address that refuses harms nobody", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => {
    resolve();
    return new Response("no", { status: 500 });
  });
  errorWebhook({ url: `http://127.0.0.1:${server.addr.port}/` })(record("error"));
  errorWebhook({ url: "http://127.0.0.1:1/", timeoutMs: 100 })(record("error"));
  await promise;
});
