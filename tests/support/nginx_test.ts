import assert from "node:assert/strict";
import { startNginx } from "./nginx.ts";
import { hasNginx } from "./programs.ts";
import { rawSocket } from "./raw_socket.ts";

function instance(name: string) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    if (request.headers.get("upgrade") !== "websocket") return new Response(name);
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => socket.send(JSON.stringify({ name }));
    socket.onerror = () => {};
    return response;
  });
  return { url: `http://127.0.0.1:${server.addr.port}`, [Symbol.asyncDispose]: () => server.shutdown() };
}

const ask = async (url: string) => await (await fetch(url)).text();

Deno.test({
  name: "nginx spreads requests over the instances, carries sockets, and can be pointed elsewhere",
  ignore: !hasNginx(),
  async fn() {
    await using one = instance("one");
    await using two = instance("two");
    await using nginx = await startNginx([one.url, two.url]);
    assert.deepEqual(new Set([await ask(nginx.url), await ask(nginx.url)]), new Set(["one", "two"]));

    await nginx.use([two.url]);
    assert.deepEqual([await ask(nginx.url), await ask(nginx.url)], ["two", "two"]);
    await using socket = await rawSocket({ url: nginx.url });
    assert.deepEqual(await socket.readJson(), { name: "two" });
  },
});
