import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeFrame } from "./decode.ts";
import { encodeFrame } from "./encode.ts";
import type { ClientFrame } from "./frames.ts";
import { LIMITS } from "./limits.ts";
import { ProtocolError } from "./protocol_error.ts";

const ID = "0192f0c1-2345-7abc-8def-0123456789ab";
const MADE = "made-by-the-server";

const decode = (text: string): ClientFrame => decodeFrame(text, LIMITS, () => MADE);
const decodeValue = (value: unknown): ClientFrame => decode(JSON.stringify(value));

function codeOf(text: string): string {
  try {
    decode(text);
  } catch (error) {
    assert.ok(error instanceof ProtocolError, `${error}`);
    return error.code;
  }
  return "accepted";
}

const refusalOf = (value: unknown): string => codeOf(JSON.stringify(value));

const id = fc.uuid().map((text) => text.toLowerCase());
const text = fc.string({ unit: "grapheme", maxLength: 40 }).filter((s) => s.isWellFormed() && !s.includes("\0"));
const clientId = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((c) => String.fromCharCode(c)),
  minLength: 1,
  maxLength: 64,
});
const seq = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const draft = fc.record({
  content: text,
  clientId,
  messageType: fc.constantFrom("text" as const, "image" as const, "file" as const),
  replyTo: fc.option(id),
  attachments: fc.array(id, { maxLength: 4 }),
});
const frame: fc.Arbitrary<ClientFrame> = fc.oneof(
  fc.record({ type: fc.constant("private" as const), to: id, draft }),
  fc.record({ type: fc.constant("group" as const), groupId: id, draft }),
  fc.record({ type: fc.constant("typing" as const), to: id, groupId: fc.constant(null) }),
  fc.record({ type: fc.constant("typing" as const), to: fc.constant(null), groupId: id }),
  fc.record({ type: fc.constant("read" as const), messageId: id }),
  fc.record({ type: fc.constant("read" as const), conversationId: id, seq }),
  fc.record({ type: fc.constant("delivered" as const), conversationId: id, seq }),
  fc.record({
    type: fc.constant("user_status" as const),
    status: fc.constantFrom("online" as const, "away" as const, "busy" as const, "offline" as const),
  }),
  fc.record({ type: fc.constant("user_status" as const), idle: fc.boolean() }),
  fc.record({ type: fc.constant("edit" as const), messageId: id, content: text }),
  fc.record({ type: fc.constant("recall" as const), messageId: id }),
  fc.record({
    type: fc.constant("react" as const),
    messageId: id,
    emoji: fc.constantFrom("👍", "❤️", "x"),
    on: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("resume" as const),
    cursors: fc.array(fc.tuple(id, seq), { maxLength: 100 }).map((entries) => new Map(entries)),
  }),
  fc.constant({ type: "ping" as const }),
);

Deno.test("what a client encodes is what the server decodes, for every frame", () => {
  fc.assert(fc.property(frame, (sent) => {
    // Records are made without a prototype; what is decoded has one.
    assert.deepEqual(structuredClone(decode(encodeFrame(sent))), structuredClone(sent));
  }));
});

Deno.test("any text at all is a frame or a refusal, never another error", () => {
  const wild = fc.oneof(fc.string({ unit: "binary" }), fc.json(), frame.map(encodeFrame).chain(mutated));
  fc.assert(fc.property(wild, (sent) => void codeOf(sent)), { numRuns: 300 });
});

/** A valid frame with a stretch cut out, doubled or overwritten. */
function mutated(valid: string): fc.Arbitrary<string> {
  const place = fc.nat({ max: valid.length });
  return fc.tuple(place, place, fc.string({ unit: "binary", maxLength: 4 })).map(([a, b, put]) =>
    valid.slice(0, Math.min(a, b)) + put + valid.slice(Math.max(a, b))
  );
}

Deno.test("every field of every frame may hold any JSON, and nothing but a refusal comes of it", () => {
  const fields = [
    "to",
    "group_id",
    "content",
    "client_id",
    "message_type",
    "reply_to",
    "attachments",
    "conversation_id",
  ]
    .concat(["seq", "message_id", "emoji", "on", "cursors"]);
  const types = ["private", "group", "typing", "read", "delivered", "user_status", "edit", "recall", "react", "resume"];
  const wild = fc.record({
    type: fc.constantFrom(...types),
    ...Object.fromEntries(fields.map((name) => [name, fc.oneof(fc.constant(ID), fc.jsonValue({ maxDepth: 2 }))])),
  });
  fc.assert(fc.property(wild, (value) => void refusalOf(value)), { numRuns: 1_000 });
});

Deno.test("a frame is rebuilt: unknown fields fall away and the sender names nobody but itself", () => {
  const decoded = decodeValue({
    type: "private",
    to: ID,
    content: "hi",
    client_id: "c1",
    from: "someone",
    seq: 9,
    role: "owner",
  });
  assert.deepEqual(decoded, {
    type: "private",
    to: ID,
    draft: { content: "hi", clientId: "c1", messageType: "text", replyTo: null, attachments: [] },
  });
});

Deno.test("reference clients' frames are read: empty fields are absent, content of typing is ignored", () => {
  assert.deepEqual(decodeValue({ type: "group", content: "hi", from: "", to: "", group_id: ID }), {
    type: "group",
    groupId: ID,
    draft: { content: "hi", clientId: MADE, messageType: "text", replyTo: null, attachments: [] },
  });
  assert.deepEqual(decodeValue({ type: "typing", to: ID, group_id: "", content: { username: "x" } }), {
    type: "typing",
    to: ID,
    groupId: null,
  });
  assert.deepEqual(decodeValue({ type: "read", content: ID, to: "" }), { type: "read", messageId: ID });
  assert.deepEqual(decodeValue({ type: "user_status", content: { user_id: ID, status: "busy" } }), {
    type: "user_status",
    status: "busy",
  });
});

Deno.test("content that is no text, has U+0000 or half a surrogate pair is refused, and other text is not", () => {
  const send = (content: string) => codeOf(`{"type":"private","to":"${ID}","content":${content}}`);
  assert.equal(send('"caf\\u00e9 \\ud83d\\ude00"'), "accepted");
  for (const content of ["{}", "1", "null", "[]", "true", '"a\\u0000b"', '"\\ud83d"', '"\\ude00\\ud83d"']) {
    assert.equal(send(content), "bad_frame", content);
  }
});

Deno.test("client ids are 1 to 64 printable ASCII characters", () => {
  const send = (client_id: unknown) => refusalOf({ type: "private", to: ID, content: "x", client_id });
  assert.equal(send("~".repeat(64)), "accepted");
  for (const bad of ["a b", "é", "~".repeat(65), 7, {}, "tab\t"]) assert.equal(send(bad), "bad_frame", String(bad));
});

Deno.test("ids are lower-case UUIDs and numbers are whole and safe", () => {
  assert.equal(refusalOf({ type: "delivered", conversation_id: ID, seq: 2 ** 53 - 1 }), "accepted");
  assert.equal(codeOf(`{"type":"delivered","conversation_id":"${ID}","seq":9007199254740993}`), "bad_frame");
  assert.equal(codeOf(`{"type":"delivered","conversation_id":"${ID}","seq":1e400}`), "bad_frame");
  assert.equal(codeOf(`{"type":"delivered","conversation_id":"${ID}","seq":${"9".repeat(20_000)}}`), "bad_frame");
  for (const seq of [-1, 1.5, "1", null]) {
    assert.equal(refusalOf({ type: "delivered", conversation_id: ID, seq }), "bad_frame", String(seq));
  }
  assert.equal(refusalOf({ type: "recall", message_id: ID.toUpperCase() }), "bad_frame");
  assert.equal(refusalOf({ type: "resume", cursors: { [ID]: 1, "not-an-id": 2 } }), "bad_frame");
});

Deno.test("a text of exactly the limit is read and one byte more is not, counted in UTF-8", () => {
  const frameOf = (bytes: number) => {
    const frame = `{"type":"edit","message_id":"${ID}","content":"é"}`;
    return frame.replace("é", `é${"x".repeat(bytes - new TextEncoder().encode(frame).length)}`);
  };
  assert.equal(codeOf(frameOf(LIMITS.frameBytes)), "accepted");
  assert.equal(codeOf(frameOf(LIMITS.frameBytes + 1)), "frame_too_large");
});

Deno.test("a thousand cursors fit in a resume and one more does not", () => {
  const cursors = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`${ID.slice(0, -6)}${String(at).padStart(6, "0")}`, at]),
    );
  assert.equal(refusalOf({ type: "resume", cursors: cursors(1_000) }), "accepted");
  assert.equal(refusalOf({ type: "resume", cursors: cursors(1_001) }), "bad_frame");
  assert.equal(refusalOf({ type: "user_status", content: cursors(65), cursors: 1 }), "bad_frame");
});

Deno.test("nested and stuffed texts are refused before they are parsed", () => {
  const bombs = [
    "[".repeat(60_000),
    '{"a":'.repeat(9_000),
    `{"type":"ping","x":${"[".repeat(8)}${"]".repeat(8)}}`,
    `{${Array.from({ length: 6_000 }, (_, at) => `"${at}":1`).join(",")}}`,
    `{"type":"private","to":"${ID}","content":{${Array.from({ length: 100 }, (_, at) => `"${at}":1`).join(",")}}}`,
  ];
  const parse = JSON.parse;
  let parsed = 0;
  JSON.parse = (text) => (parsed++, parse(text));
  try {
    for (const bomb of bombs) assert.equal(codeOf(bomb), "bad_frame", bomb.slice(0, 40));
  } finally {
    JSON.parse = parse;
  }
  assert.equal(parsed, 0);
  // Brackets inside a text are only text.
  assert.equal(refusalOf({ type: "edit", message_id: ID, content: '{["\\"'.repeat(500) }), "accepted");
});

Deno.test("a prototype cannot be reached, and a repeated key counts once, the last time", () => {
  assert.equal(
    codeOf(`{"type":"ping","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`),
    "accepted",
  );
  assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
  assert.equal(codeOf(`{"type":"__proto__"}`), "unknown_type");
  assert.equal(codeOf(`{"type":"constructor"}`), "unknown_type");
  assert.deepEqual(decode(`{"type":"private","type":"ping"}`), { type: "ping" });
});

Deno.test("a refusal says which frame it is about, if that can be shown", () => {
  const refusal = (value: unknown): unknown => {
    try {
      return decodeValue(value);
    } catch (error) {
      return error instanceof ProtocolError ? [error.code, error.ref, error.clientId] : error;
    }
  };
  assert.deepEqual(refusal({ type: "future_frame", x: 1, client_id: "c1" }), ["unknown_type", "future_frame", "c1"]);
  assert.deepEqual(refusal({ type: "<b>" }), ["unknown_type", undefined, undefined]);
  assert.deepEqual(refusal({ type: "private", to: "x", content: "hi", client_id: "c1" }), [
    "bad_frame",
    "private",
    "c1",
  ]);
  assert.deepEqual(refusal({ content: "hi" }), ["bad_frame", undefined, undefined]);
});
