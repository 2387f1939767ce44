import assert from "node:assert/strict";
import { App } from "fresh";
import { type Config, readConfig } from "@/lib/config.ts";
import type { State } from "@/lib/define.ts";
import { edge } from "./edge.ts";
import { translateErrors } from "./translate_errors.ts";

/** The edge alone, around one route and one path of the API. */
function openEdge(env: Record<string, string> = {}) {
  const config: Config = readConfig(env);
  const seen: unknown[] = [];
  const parts = {
    config,
    metrics: { recordHttp: (...record: unknown[]) => void seen.push(record.slice(0, 3)), recordError: () => {} },
  };
  const handler = new App<State>()
    .use((ctx) => {
      Object.assign(ctx.state, { app: parts });
      return ctx.next();
    })
    .use(...edge(config))
    .use(translateErrors((ctx, failure) => ctx.render(null, { status: failure.status })))
    .get("/ws", (ctx) => ctx.upgrade().response)
    .get("/page/:id", (ctx) => ctx.html(`${ctx.state.address} ${ctx.state.origin}`))
    .get("/health/live", (ctx) => ctx.text("ok"))
    .get("/api/v1/groups", (ctx) => ctx.json({ groups: [] }))
    .handler();
  const ask = (path: string, headers: Record<string, string> = {}, address = "127.0.0.1", method = "GET") =>
    handler(new Request(`http://chat.example.org${path}`, { method, headers }), {
      remoteAddr: { transport: "tcp", hostname: address, port: 1 },
      completed: Promise.resolve(),
    });
  return { ask, seen, handler };
}

Deno.test("HTTPS is forced, and remembered, when the operator says so; checks from inside are left alone", async () => {
  const { ask } = openEdge({ FRESHET_FORCE_HTTPS: "on", FRESHET_TRUSTED_PROXIES: "10.0.0.0/8" });
  const come = (path: string, proto: string, address: string) => ask(path, { "x-forwarded-proto": proto }, address);
  const plain = await come("/page/1?a=%2Fx", "http", "10.0.0.1");
  assert.deepEqual([plain.status, plain.headers.get("location")], [308, "https://chat.example.org/page/1?a=%2Fx"]);
  assert.equal(plain.headers.get("strict-transport-security"), null);
  const encrypted = await come("/page/1", "https", "10.0.0.1");
  assert.equal(encrypted.status, 200);
  assert.match(encrypted.headers.get("strict-transport-security") ?? "", /max-age=31536000/);
  assert.match(encrypted.headers.get("content-security-policy") ?? "", /upgrade-insecure-requests/);
  assert.equal((await come("/page/1", "https", "203.0.113.9")).status, 308, "a stranger's word does not count");
  assert.equal((await come("/health/live", "http", "10.0.0.1")).status, 200);
});

Deno.test("by default plain HTTP is served as it is", async () => {
  const { headers, status } = await openEdge().ask("/page/1");
  assert.equal(status, 200);
  assert.equal(headers.get("strict-transport-security"), null);
  assert.ok(!headers.get("content-security-policy")?.includes("upgrade-insecure-requests"));
});

Deno.test("a proxy of ours tells the client's address, scheme and request id; a stranger tells nothing", async () => {
  const { ask } = openEdge({ FRESHET_TRUSTED_PROXIES: "10.0.0.1" });
  const forwarded = {
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-proto": "https",
    "x-request-id": "from-the-proxy",
  };
  const ours = await ask("/page/1", forwarded, "10.0.0.1");
  assert.equal(await ours.text(), "203.0.113.9 https://chat.example.org");
  assert.equal(ours.headers.get("x-request-id"), "from-the-proxy");
  const stranger = await ask("/page/1", forwarded, "198.51.100.1");
  assert.equal(await stranger.text(), "198.51.100.1 http://chat.example.org");
  assert.notEqual(stranger.headers.get("x-request-id"), "from-the-proxy");
  const broken = await ask("/page/1", { ...forwarded, "x-request-id": "two words" }, "10.0.0.1");
  assert.match(broken.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
});

Deno.test("other origins may use the API only when they are listed", async () => {
  const preflight = { "access-control-request-method": "PUT", "access-control-request-headers": "authorization" };
  const closed = await openEdge().ask(
    "/api/v1/groups",
    { ...preflight, origin: "https://app.example.org" },
    "127.0.0.1",
    "OPTIONS",
  );
  assert.equal(closed.status, 204);
  assert.equal(closed.headers.get("access-control-allow-origin"), null);
  const { ask } = openEdge({ FRESHET_ORIGINS: "https://app.example.org" });
  const from = (origin: string, path: string, method = "GET") =>
    ask(path, { ...preflight, origin }, "127.0.0.1", method);
  const listed = await from("https://app.example.org", "/api/v1/groups", "OPTIONS");
  assert.equal(listed.status, 204);
  assert.equal(listed.headers.get("access-control-allow-origin"), "https://app.example.org");
  assert.equal(listed.headers.get("access-control-allow-methods"), "POST, OPTIONS, GET, PUT, DELETE");
  assert.match(listed.headers.get("access-control-allow-headers") ?? "", /Authorization/);
  assert.match(listed.headers.get("vary") ?? "", /Origin/);
  const other = await from("https://evil.example", "/api/v1/groups", "OPTIONS");
  assert.equal(other.headers.get("access-control-allow-origin"), null);
  const read = await from("https://app.example.org", "/api/v1/groups");
  assert.equal(read.headers.get("access-control-allow-origin"), "https://app.example.org");
  assert.equal(read.headers.get("cross-origin-resource-policy"), "cross-origin");
  const page = await from("https://app.example.org", "/page/1");
  assert.equal(page.headers.get("access-control-allow-origin"), null, "pages are not the API");
});

Deno.test("B24 metrics name the route's pattern and known methods, never what a client wrote", async () => {
  const { ask, seen } = openEdge();
  await ask("/page/secret-7");
  await ask("/nothing/secret-8");
  await ask("/page/1", {}, "127.0.0.1", "PROPFIND");
  assert.deepEqual(seen, [["GET", "/page/:id", 200], ["GET", "unmatched", 404], ["other", "/page/:id", 405]]);
});

Deno.test("an upgraded socket carries the protecting headers too", async () => {
  const { handler } = openEdge();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, handler);
  const connection = await Deno.connect({ port: server.addr.port });
  const lines = [
    ...["GET /ws HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket"],
    ...["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="],
  ];
  await connection.write(new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`));
  const buffer = new Uint8Array(8192);
  const head = new TextDecoder().decode(buffer.subarray(0, await connection.read(buffer) ?? 0));
  assert.match(head, /^HTTP\/1\.1 101 /);
  for (const part of ["nosniff", "script-src 'self';", "frame-ancestors 'none'", "x-request-id: "]) {
    assert.ok(head.includes(part), `${part} in ${head}`);
  }
  assert.ok(!head.includes("unsafe-inline"));
  connection.close();
  await server.shutdown();
});
