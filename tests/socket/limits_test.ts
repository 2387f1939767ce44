import assert from "node:assert/strict";
import { CLOSE } from "@/lib/protocol/close_codes.ts";
import { LIMITS } from "@/lib/protocol/limits.ts";
import { OPCODE } from "@/tests/support/raw_frames.ts";
import { rawSocket } from "@/tests/support/raw_socket.ts";
import { withinProcess } from "@/tests/support/elsewhere.ts";
import { until, within } from "@/tests/support/wait.ts";
import { crowd, makeGroup, openSocketServer, seqsOf, Sockets } from "./support.ts";

const SEED = Number(Deno.env.get("FRESHET_TEST_SEED") ?? Date.now() % 2 ** 31);
const FUZZED = Deno.env.get("FRESHET_TEST_SIZE") === "nightly" ? 100_000 : 5_000;

Deno.test("bounds of one connection", async (t) => {
  await using server = await openSocketServer();
  const { url } = server;
  const [ann, bob] = await crowd(server, "ann", "bob");
  const groupId = await makeGroup(ann, bob);
  const textOf = (bytes: number) => {
    const frame = JSON.stringify({ type: "ping", padding: "" });
    return frame.replace('""', `"${"x".repeat(bytes - frame.length)}"`);
  };

  await t.step("D3 a frame of the limit is read; one byte more says why and closes with 1009", async () => {
    await using sockets = new Sockets();
    const anns = await sockets.connect(ann);
    anns.sendText(textOf(LIMITS.frameBytes));
    await anns.next("pong");
    anns.sendText(textOf(LIMITS.frameBytes + 1));
    assert.equal((await anns.next("error")).code, "frame_too_large");
    assert.equal((await within(anns.closed, "the socket to close")).code, CLOSE.tooLarge.code);
  });

  await t.step("D3 a large message in many fragments is closed with 1009 too", async () => {
    await using raw = await rawSocket({ url, token: ann.token });
    const part = "x".repeat(8 * 1024);
    await raw.send({ payload: part, fin: false });
    for (let i = 0; i < 15; i++) await raw.send({ opcode: OPCODE.continuation, payload: part, fin: false });
    await raw.send({ opcode: OPCODE.continuation, payload: part });
    assert.equal(await raw.closeCode(), CLOSE.tooLarge.code);
  });

  await t.step("D2 binary frames and invalid UTF-8 are closed with 1007", async () => {
    await using binary = await rawSocket({ url, token: ann.token });
    await binary.send({ opcode: OPCODE.binary, payload: new Uint8Array([1, 2, 3]) });
    assert.equal(await binary.closeCode(), CLOSE.notText.code);
    await using broken = await rawSocket({ url, token: ann.token });
    await broken.send({ opcode: OPCODE.text, payload: new Uint8Array([0x7b, 0xff, 0xfe]) });
    assert.ok([CLOSE.notText.code, 1002, 1006].includes(await broken.closeCode()));
  });

  await t.step("D4 nested, stuffed and strange JSON is refused, and the socket stays", async () => {
    await using sockets = new Sockets();
    const anns = await sockets.connect(ann);
    const bombs = [
      "[".repeat(LIMITS.frameBytes),
      '{"a":'.repeat(10_000),
      `{${Array.from({ length: 5_000 }, (_, i) => `"${i}":1`).join(",")}}`,
      `{"type":"private","to":"${bob.id}","content":"\\ud800"}`,
      `{"type":"private","to":"${bob.id}","content":"a\\u0000b"}`,
      `{"type":"delivered","conversation_id":"${groupId}","seq":1e400}`,
      `{"type":"delivered","conversation_id":"${groupId}","seq":9007199254740993}`,
    ];
    for (const bomb of bombs) {
      anns.sendText(bomb);
      assert.equal((await anns.next("error")).code, "bad_frame", bomb.slice(0, 60));
    }
    anns.sendText('{"type":"ping","__proto__":{"polluted":true}}');
    await anns.next("pong");
    assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
  });

  await t.step("D7 an unknown type is named in the refusal, and the socket stays", async () => {
    await using sockets = new Sockets();
    const anns = await sockets.connect(ann);
    anns.send({ type: "poll_created", question: "?", client_id: "q1" });
    const error = await anns.next("error");
    assert.deepEqual([error.code, error.ref, error.client_id], ["unknown_type", "poll_created", "q1"]);
    await anns.settle();
  });

  await t.step(`D5 ${FUZZED} mutated frames (seed ${SEED}): no internal error, and the server goes on`, async () => {
    const random = seeded(SEED);
    await using sockets = new Sockets();
    const bobs = await sockets.connect(bob);
    let anns = await sockets.connect(ann);
    let isClosed = false;
    const watch = () => {
      const mine = anns;
      void mine.closed.then(() => isClosed ||= mine === anns);
    };
    watch();
    for (let i = 0; i < FUZZED; i++) {
      anns.sendText(mutate(valid(random, bob.id, groupId), random));
      if (i % 50 < 49) continue;
      await (isClosed ? Promise.resolve() : anns.settle()).catch(() => {});
      assert.deepEqual(anns.frames.filter(({ code }) => code === "internal"), []);
      if (!isClosed) continue;
      // A mutation may have made a frame that closes; those who do it again may come again.
      isClosed = false;
      anns = await sockets.connect(ann);
      watch();
    }
    await anns.settle();
    await bobs.settle();
    // Marks are gathered for a second, and until they are stored they count as frames in flight.
    await until(() => anns.say({ type: "group", group_id: groupId, content: "still here" }), "a message is taken");
    const seqs = seqsOf(bobs, groupId);
    assert.deepEqual(seqs, seqs.map((_, at) => Number(seqs[0]) + at), "dense");
  });

  await t.step(withinProcess(
    server,
    "C3 B04 a reader that stops reading is closed with 4008, the others notice nothing, and it comes back complete",
    async () => {
      await using sockets = new Sockets();
      const [anns, bobs] = [await sockets.connect(ann), await sockets.connect(bob)];
      await using stalled = await rawSocket({ url, token: bob.token });
      await stalled.readJson();
      const content = "x".repeat(15_000);
      const start = Number((await anns.say({ type: "group", group_id: groupId, content: "start" })).seq);
      const closes = async () =>
        /socket_closes_total\{code="4008"\} (\d+)/.exec(await server.parts.metrics.text())?.[1];
      assert.equal(await closes(), undefined);
      let last = start;
      for (let i = 0; i < 150 && await closes() === undefined; i++) {
        const acks = Array.from({ length: 10 }, () => anns.say({ type: "group", group_id: groupId, content }));
        last = Math.max(...(await Promise.all(acks)).map(({ seq }) => Number(seq)));
      }
      assert.equal(await closes(), "1");
      await bobs.next("group", ({ seq }) => seq === last);
      const seqs = seqsOf(bobs, groupId);
      assert.deepEqual(
        seqs.slice(seqs.indexOf(start)),
        Array.from({ length: last - start + 1 }, (_, at) => start + at),
      );
      assert.equal(await stalled.closeCode(), CLOSE.slow.code);
      const back = await sockets.connect(bob);
      back.send({ type: "resume", cursors: { [groupId]: last - 100 } });
      await back.next("resumed");
      assert.deepEqual(seqsOf(back, groupId), Array.from({ length: 100 }, (_, at) => last - 99 + at));
    },
  ));
});

Deno.test("rates", async (t) => {
  await using server = await openSocketServer({ env: { FRESHET_LIMITS: "on" } });
  const [ann, bob] = await crowd(server, "ann", "bob");

  await t.step(
    "beyond the burst frames are refused with the wait, the socket stays, others are untouched",
    async () => {
      await using sockets = new Sockets();
      const [anns, bobs] = [await sockets.connect(ann), await sockets.connect(bob)];
      for (let i = 0; i < 60; i++) anns.send({ type: "typing", to: bob.id });
      const error = await anns.next("error");
      assert.deepEqual([error.code, error.ref], ["rate_limited", "typing"]);
      assert.ok(Number(error.retry_after_ms) > 0 && Number(error.retry_after_ms) <= 1_000);
      await bobs.settle();
      await until(() => {
        anns.send({ type: "ping" });
        return anns.frames.some(({ type }) => type === "pong");
      }, "the allowance has come back");
    },
  );

  await t.step("who goes on regardless is closed with 4009", async () => {
    await using sockets = new Sockets();
    const anns = await sockets.connect(ann);
    for (let i = 0; i < 400; i++) anns.send({ type: "ping" });
    assert.equal((await within(anns.closed, "the socket to close")).code, CLOSE.flooding.code);
  });

  await t.step("the allowance is the person's, over all sockets", async () => {
    await using sockets = new Sockets();
    const open = await Promise.all(Array.from({ length: 8 }, () => sockets.connect(bob)));
    for (const connection of open) for (let i = 0; i < 10; i++) connection.send({ type: "ping" });
    await Promise.all(open.map((connection) => until(() => connection.frames.length >= 11, "ten answers")));
    const refused = open.flatMap(({ frames }) => frames).filter(({ code }) => code === "rate_limited").length;
    assert.ok(refused >= 30 && refused <= 40, `${refused}`);
  });
});

function valid(random: () => number, userId: string, groupId: string): string {
  const clientId = Math.floor(random() * 1e9).toString(36);
  const frames = [
    { type: "private", to: userId, content: "hello ☺", client_id: clientId },
    { type: "group", group_id: groupId, content: "hello", message_type: "text", client_id: clientId },
    { type: "typing", group_id: groupId },
    { type: "read", conversation_id: groupId, seq: Math.floor(random() * 50) },
    { type: "delivered", conversation_id: groupId, seq: 3 },
    { type: "user_status", content: { status: "busy" } },
    { type: "user_status", content: { idle: true } },
    { type: "edit", message_id: groupId, content: "other" },
    { type: "recall", message_id: userId },
    { type: "react", message_id: userId, emoji: "👍", on: true },
    { type: "resume", cursors: { [groupId]: 1_000_000 } },
    { type: "ping" },
  ];
  return JSON.stringify(frames[Math.floor(random() * frames.length)]);
}

/** Cuts, doubles, swaps or overwrites a few characters, or puts another kind of JSON in a value's place. */
function mutate(text: string, random: () => number): string {
  const at = () => Math.floor(random() * text.length);
  const odd = ["null", "{}", "[]", "-1", "1e99", '"\\u0000"', '"\\ud800"', "true", '""', "0.5", '{"a":[[[[]]]]}'];
  const pick = odd[Math.floor(random() * odd.length)] ?? "";
  switch (Math.floor(random() * 6)) {
    case 0:
      return text.slice(0, at()) + text.slice(at());
    case 1:
      return text.slice(0, at()) + String.fromCharCode(Math.floor(random() * 0xd800)) + text.slice(at());
    case 2:
      return text.replace(/:("[^"]*"|\d+|true)/, `:${pick}`);
    case 3:
      return text.replace(/("[a-z_]+":)("[^"]*"|\d+)(?=})/, `$1${pick}`);
    case 4:
      return text.replace("{", '{"extra":1,"__proto__":{"x":1},');
    default:
      return text;
  }
}

/** Random numbers that the seed alone decides (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
