import assert from "node:assert/strict";
import { closePayload, decodeFrame, encodeFrame, OPCODE } from "./raw_frames.ts";
import { handshake, rawSocket } from "./raw_socket.ts";

/** A server that sends every text back. */
function echo() {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    if (request.headers.get("authorization") !== "Bearer good") return new Response("who are you", { status: 401 });
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => socket.send(data);
    socket.onerror = () => {};
    return response;
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("a raw socket upgrades, speaks in fragments, and is answered", async () => {
  await using server = echo();
  await using socket = await rawSocket({ url: server.url, token: "good" });
  await socket.send({ payload: '{"a":', fin: false });
  await socket.send({ opcode: OPCODE.continuation, payload: "1}" });
  assert.deepEqual(await socket.readJson(), { a: 1 });

  await socket.sendClose(1000);
  assert.equal(await socket.closeCode(), 1000);
});

Deno.test("a raw socket can break the rules, and sees how it is closed", async () => {
  await using server = echo();
  await using socket = await rawSocket({ url: server.url, token: "good" });
  await socket.send({ payload: "unmasked", mask: false, rsv: 3 });
  assert.notEqual(await socket.closeCode(), 1000);
});

Deno.test("a refused upgrade gives its status and body", async () => {
  await using server = echo();
  const { status, body } = await handshake({ url: server.url, token: "bad" });
  assert.deepEqual([status, body], [401, "who are you"]);
});

for (const size of [0, 125, 126, 65_535, 65_536]) {
  Deno.test(`a frame of ${size} bytes reads back as it was written`, () => {
    const payload = new Uint8Array(size).fill(7);
    const wire = encodeFrame({ opcode: OPCODE.binary, payload, mask: false });
    assert.equal(decodeFrame(wire.subarray(0, wire.length - 1)), undefined);
    assert.deepEqual(decodeFrame(wire), {
      frame: { fin: true, rsv: 0, opcode: OPCODE.binary, payload },
      length: wire.length,
    });
  });
}

Deno.test("a close frame carries its code and reason", () => {
  assert.deepEqual([...closePayload(4001, "hi")], [0x0f, 0xa1, 0x68, 0x69]);
});
