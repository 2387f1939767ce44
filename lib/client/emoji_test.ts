import assert from "node:assert/strict";
import { emojiNamed, parseEmoji, searchEmoji } from "./emoji.ts";
import { recentEmoji, rememberEmoji } from "./recent_emoji.ts";

const all = parseEmoji(await Deno.readTextFile(new URL("../../static/emoji.txt", import.meta.url)));
const found = (query: string, most?: number) => searchEmoji(all, query, most).map(({ glyph }) => glyph);

Deno.test("every emoji of the list has a group, a name, words in both languages, and may be a reaction", () => {
  assert.ok(all.length > 1_500);
  assert.equal(new Set(all.map(({ glyph }) => glyph)).size, all.length);
  for (const { glyph, names, words } of all) {
    assert.match(glyph, /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\uFE0F?)$/v);
    for (const name of [names[0], words.en[0], words.zh[0]]) assert.notEqual(name ?? "", "", glyph);
  }
});

Deno.test("an emoji is found by its short name, by English and by Chinese words; the exact name first", () => {
  assert.equal(found("tada")[0], "🎉");
  assert.equal(found("heart")[0], "❤️");
  assert.equal(found("thumbsup")[0], "👍");
  assert.ok(found("he", 6).includes("❤️"));
  assert.ok(found("celebrat").includes("🎉"));
  assert.equal(found("thumbs up")[0], "👍");
  assert.ok(found("庆祝").includes("🎉"));
  assert.ok(found("赞", 6).includes("👍"));
  assert.equal(found("smile", 6).length, 6);
  for (const nothing of ["", "qqqq"]) assert.deepEqual(found(nothing), []);
});

Deno.test("what stands between two colons is one name exactly", () => {
  assert.equal(emojiNamed(all, "tada")?.glyph, "🎉");
  assert.equal(emojiNamed(all, "+1")?.glyph, "👍");
  assert.equal(emojiNamed(all, "tad"), undefined);
});

Deno.test("the last ones chosen are kept, newest first, each once", () => {
  const texts = new Map<string, string>();
  const storage = {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
  };
  assert.deepEqual(recentEmoji(storage), []);
  for (const glyph of ["🎉", "👍", "🎉"]) rememberEmoji(storage, glyph);
  assert.deepEqual(recentEmoji(storage), ["🎉", "👍"]);
  for (const { glyph } of all.slice(0, 40)) rememberEmoji(storage, glyph);
  assert.equal(recentEmoji(storage).length, 16);
});
