import assert from "node:assert/strict";
import { App, cors, csp } from "fresh";
import { fetchFrom, quietly } from "./support.ts";

/** Serves an app, opens a socket to it, says hello, and gives what came back. */
async function greet(app: App, path: string, protocols: string[] = []): Promise<{ said: string; protocol: string }> {
  const server = Deno.serve({ port: 0, onListen() {} }, app.handler());
  try {
    const socket = new WebSocket(`ws://localhost:${server.addr.port}${path}`, protocols);
    const said = await new Promise<string>((resolve, reject) => {
      socket.onmessage = ({ data }) => resolve(data);
      socket.onerror = () => reject(new Error("socket failed"));
      socket.onopen = () => socket.send("hello");
    });
    const closed = new Promise((resolve) => socket.onclose = resolve);
    socket.close(1000, "bye");
    await closed;
    return { said, protocol: socket.protocol };
  } finally {
    await server.shutdown();
  }
}

Deno.test("app.ws wires its handlers to the socket, from open to close", async () => {
  const events: unknown[] = [];
  const closed = Promise.withResolvers<void>();
  const app = new App().ws("/ws", {
    open: (socket) => events.push(socket.readyState === WebSocket.OPEN),
    message: (socket, { data }) => socket.send(`echo ${data}`),
    close: (_, code, reason) => (events.push(code, reason), closed.resolve()),
  });
  assert.equal((await greet(app, "/ws")).said, "echo hello");
  await closed.promise;
  assert.deepEqual(events, [true, 1000, "bye"]);
});

Deno.test("ctx.upgrade gives the bare socket, or takes handlers and options", async () => {
  const app = new App().get("/bare", (ctx) => {
    const { socket, response } = ctx.upgrade({ idleTimeout: 10 });
    socket.onmessage = ({ data }) => socket.send(`bare ${data}`);
    return response;
  }).get("/wired", (ctx) => ctx.upgrade({ message: (socket) => socket.send("wired") }, { protocol: "chat" }));
  assert.equal((await greet(app, "/bare")).said, "bare hello");
  assert.deepEqual(await greet(app, "/wired", ["chat"]), { said: "wired", protocol: "chat" });
});

Deno.test("sockets open behind middlewares that add headers", async () => {
  const app = new App().use(csp({ useNonce: true }), cors({ origin: ["http://a"] }))
    .ws("/ws", { message: (socket, { data }) => socket.send(data) });
  assert.equal((await greet(app, "/ws")).said, "hello");
});

Deno.test("a request that asks for no upgrade is a 400", async () => {
  const app = new App().ws("/ws", { open() {} });
  const { result } = await quietly(() => fetchFrom(app, "/ws"));
  assert.deepEqual([result.status, await result.text()], [400, "Expected a WebSocket upgrade request"]);
});
