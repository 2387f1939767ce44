import assert from "node:assert/strict";
import { rememberSkinTone, SKIN_TONES, skinTone, toned } from "./skin_tone.ts";

const [, , , medium] = SKIN_TONES;

Deno.test("an emoji with one body takes a tone, one without or with several stays as it is", () => {
  assert.equal(toned("👍", medium), "👍🏽");
  assert.equal(toned("☝️", medium), "☝🏽");
  assert.equal(toned("👩‍💻", medium), "👩🏽‍💻");
  assert.equal(toned("🕵️‍♀️", medium), "🕵🏽‍♀️");
  for (const glyph of ["😀", "❤️", "👨‍👩‍👧", "🇩🇪", "🌊"]) assert.equal(toned(glyph, medium), glyph);
  assert.equal(toned("👍", ""), "👍");
});

Deno.test("the choice is remembered, and what stands there otherwise is no tone", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  assert.equal(skinTone(storage), "");
  rememberSkinTone(storage, medium);
  assert.equal(skinTone(storage), medium);
  assert.equal(skinTone({ getItem: () => "<b>" }), "");
  assert.equal(skinTone(null), "");
});
