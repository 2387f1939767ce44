import assert from "node:assert/strict";
import { decodeFrame } from "./decode.ts";
import { encodeFrame } from "./encode.ts";
import type { ClientFrame, Draft } from "./frames.ts";
import { LIMITS } from "./limits.ts";

const ID = "0190a000-0000-7000-8000-00000000c001";
const OTHER = "0190a000-0000-7000-8000-00000000c002";
const draft: Draft = { content: "hi 你好", clientId: "c-1", messageType: "text", replyTo: null, attachments: [] };

Deno.test("what a client encodes, the server decodes to the same frame", () => {
  const frames: ClientFrame[] = [
    { type: "private", to: ID, draft },
    { type: "group", groupId: ID, draft: { ...draft, replyTo: OTHER, attachments: [OTHER], messageType: "file" } },
    { type: "typing", to: ID, groupId: null },
    { type: "typing", to: null, groupId: ID },
    { type: "read", messageId: ID },
    { type: "read", conversationId: ID, seq: 5 },
    { type: "delivered", conversationId: ID, seq: 5 },
    { type: "user_status", status: "busy" },
    { type: "user_status", idle: true },
    { type: "edit", messageId: ID, content: "better" },
    { type: "recall", messageId: ID },
    { type: "react", messageId: ID, emoji: "👍", on: false },
    { type: "resume", cursors: new Map([[ID, 3], [OTHER, 0]]) },
    { type: "ping" },
  ];
  for (const frame of frames) {
    const decoded = decodeFrame(encodeFrame(frame), LIMITS, () => assert.fail("the client gives its own id"));
    assert.deepEqual(decoded, frame, frame.type);
  }
});
