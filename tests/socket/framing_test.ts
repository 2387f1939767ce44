import assert from "node:assert/strict";
import { closePayload, concat, type FrameToSend, OPCODE } from "@/tests/support/raw_frames.ts";
import { type RawSocket, rawSocket } from "@/tests/support/raw_socket.ts";
import { connect } from "@/tests/support/client.ts";
import { crowd, openSocketServer } from "./support.ts";

const { text, continuation, close, ping, pong } = OPCODE;
const PING = JSON.stringify({ type: "ping" });
const bytes = (length: number) => new Uint8Array(length).fill(120);
const utf8 = (value: string) => new TextEncoder().encode(value);

type Broken = readonly [name: string, frames: readonly FrameToSend[], codes: readonly number[]];

/** What breaks RFC 6455, by the families of the Autobahn suite, and the codes that may answer it; 1006: cut without a word. */
const BROKEN: readonly Broken[] = [
  ...[1, 2, 3, 4, 5, 6, 7].map((rsv): Broken => [
    `3: reserved bits ${rsv}`,
    [{ opcode: text, payload: PING, rsv }],
    [1002, 1006],
  ]),
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): Broken => [
    `4: reserved opcode ${opcode}`,
    [{ opcode, payload: "" }],
    [1002, 1006],
  ]),
  ["2: a ping of 126 bytes", [{ opcode: ping, payload: bytes(126) }], [1002, 1006]],
  ["5: a ping in fragments", [{ opcode: ping, payload: "a", fin: false }], [1002, 1006]],
  ["5: a pong in fragments", [{ opcode: pong, payload: "a", fin: false }], [1002, 1006]],
  ["5: a continuation of nothing", [{ opcode: continuation, payload: "a" }], [1002, 1006]],
  ["5: a message in the middle of another", [
    { opcode: text, payload: '{"type":', fin: false },
    { opcode: text, payload: PING },
  ], [1002, 1006]],
  ["6: a character cut off", [{ opcode: text, payload: utf8("é").slice(0, 1) }], [1007, 1006]],
  ["6: an overlong slash", [{ opcode: text, payload: Uint8Array.of(0xc0, 0xaf) }], [1007, 1006]],
  ["6: half of a surrogate pair", [{ opcode: text, payload: Uint8Array.of(0xed, 0xa0, 0x80) }], [1007, 1006]],
  ["6: beyond the last character", [{ opcode: text, payload: Uint8Array.of(0xf4, 0x90, 0x80, 0x80) }], [1007, 1006]],
  ["6: a bad byte in the second fragment", [
    { opcode: text, payload: '{"type":"ping","a":"', fin: false },
    { opcode: continuation, payload: Uint8Array.of(0xff) },
  ], [1007, 1006]],
  ["7: a close of one byte", [{ opcode: close, payload: Uint8Array.of(3) }], [1002, 1006]],
  ["7: a close with a reason that is no text", [
    { opcode: close, payload: concat(closePayload(1000), Uint8Array.of(0xff)) },
  ], [1002, 1007, 1006]],
];
/** Codes that no endpoint may send. */
const NO_CODES = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];

Deno.test("D1 the framing of RFC 6455", async (t) => {
  await using server = await openSocketServer();
  const { url } = server;
  const [ann] = await crowd(server, "ann");
  const open = () => rawSocket({ url, token: ann.token });
  /** Past what is said by itself, such as the welcome. */
  const answerOf = async (socket: RawSocket, type: string) => {
    for (;;) {
      const frames = [await socket.readJson()].flat() as { type: string }[];
      const found = frames.find((frame) => frame.type === type);
      if (found) return found;
    }
  };

  for (const [name, frames, codes] of BROKEN) {
    await t.step(`${name} ends that connection`, async () => {
      await using socket = await open();
      for (const frame of frames) await socket.send(frame).catch(() => {});
      const code = await socket.closeCode();
      assert.ok(codes.includes(code), `closed with ${code}`);
    });
  }

  await t.step("7: a close with a code that nobody may send is not sent back as if it were good", async () => {
    for (const code of NO_CODES) {
      await using socket = await open();
      await socket.sendClose(code);
      const answer = await socket.closeCode();
      assert.ok([1002, 1005, 1006].includes(answer), `${code} is answered with ${answer}`);
    }
  });

  await t.step(
    "1, 7: two breaches that Deno lets pass harm nobody: a frame without a mask, a close of 126 bytes",
    async () => {
      await using unmasked = await open();
      await unmasked.send({ opcode: text, payload: PING, mask: false });
      await answerOf(unmasked, "pong");
      await using long = await open();
      await long.send({ opcode: close, payload: concat(closePayload(1000), bytes(124)) });
      assert.equal(await long.closeCode(), 1000);
    },
  );

  await t.step("7: good codes are sent back, with and without a reason, and an empty close is a close", async () => {
    for (const code of [1000, 1001, 1003, 1011, 3000, 4000, 4999]) {
      await using socket = await open();
      await socket.sendClose(code, "für heute");
      assert.equal(await socket.closeCode(), code);
    }
    await using socket = await open();
    await socket.send({ opcode: close, payload: "" });
    assert.ok([1000, 1005].includes(await socket.closeCode()));
  });

  await t.step(
    "2: a ping is answered with what it holds, in the midst of fragments too; a pong is nothing",
    async () => {
      await using socket = await open();
      await answerOf(socket, "system");
      await socket.send({ opcode: pong, payload: "unasked" });
      await socket.send({ opcode: text, payload: PING.slice(0, 5), fin: false });
      for (const payload of [bytes(0), bytes(125), Uint8Array.of(0, 255, 254)]) {
        await socket.send({ opcode: ping, payload });
        let frame = await socket.read();
        while (frame && frame.opcode !== pong) frame = await socket.read();
        assert.deepEqual(frame?.payload, payload);
      }
      await socket.send({ opcode: continuation, payload: "", fin: false });
      await socket.send({ opcode: continuation, payload: PING.slice(5) });
      await answerOf(socket, "pong");
    },
  );

  await t.step(
    "1, 6, 9: text in one piece, in pieces that cut characters, a byte at a time, and of every size",
    async () => {
      await using socket = await open();
      const whole = utf8(JSON.stringify({ type: "ping", note: "κόσμε 🙂 \u{10ffff}" }));
      for (const size of [whole.length, 7, 1]) {
        for (let at = 0; at < whole.length; at += size) {
          const [opcode, fin] = [at === 0 ? text : continuation, at + size >= whole.length];
          await socket.send({ opcode, payload: whole.slice(at, at + size), fin });
        }
        await answerOf(socket, "pong");
      }
      for (const length of [125, 126, 127, 128, 65_535]) {
        await socket.send({ opcode: text, payload: PING.padEnd(length) });
        await answerOf(socket, "pong");
      }
    },
  );

  await t.step("after all of that the server talks as before", async () => {
    await using socket = await connect(ann);
    socket.send({ type: "ping" });
    await socket.next("pong");
  });
});
