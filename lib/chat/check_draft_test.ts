import assert from "node:assert/strict";
import { LIMITS } from "@/lib/protocol/limits.ts";
import { checkContent, checkDraft, newDraft } from "./check_draft.ts";

const check = (content: string) => checkContent(content, LIMITS, "send message");

Deno.test("content has 1 byte to 16 KiB of UTF-8, and something to see in it", () => {
  assert.equal(check("x"), "x");
  assert.equal(check("a".repeat(16_384)).length, 16_384);
  assert.equal(check("海".repeat(5_461)).length, 5_461);
  assert.throws(() => check("a".repeat(17_203)), {
    code: "invalid",
    field: "content",
    message: "Cannot send message: content is 17,203 bytes, at most 16,384",
  });
  assert.throws(() => check("海".repeat(5_462)), /content is 16,386 bytes/);
  assert.throws(() => check(""), /Cannot send message: content is empty/);
  assert.throws(() => check(" \n\t\u3000"), /content is only white space/);
  assert.throws(() => check("a\0b"), /content has the character U\+0000/);
});

Deno.test("lines end in one way, and broken surrogates become the replacement character", () => {
  assert.equal(check("a\r\nb"), "a\nb");
  assert.equal(check("a\ud800b"), "a\ufffdb");
});

Deno.test("a draft without a client id gets one, a bad one is refused", () => {
  const draft = newDraft({ content: "x" });
  assert.equal(checkDraft(draft, LIMITS).clientId, draft.clientId);
  assert.notEqual(newDraft({ content: "x" }).clientId, draft.clientId);
  assert.equal(checkDraft(newDraft({ content: "x", clientId: "abc~!" }), LIMITS).clientId, "abc~!");
  for (const clientId of ["a b", "é", "x".repeat(65), "a\n"]) {
    assert.throws(() => checkDraft(newDraft({ content: "x", clientId }), LIMITS), {
      code: "invalid",
      field: "client_id",
    });
  }
});

Deno.test("nobody can send what the server alone writes", () => {
  const draft = newDraft({ content: "x", messageType: "system" });
  assert.throws(() => checkDraft(draft, LIMITS), { code: "invalid", field: "message_type" });
});
