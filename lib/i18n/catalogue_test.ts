import assert from "node:assert/strict";
import { en } from "./en.ts";
import { layerEn } from "./layer_en.ts";
import { liveEn } from "./live_en.ts";
import { pagesEn } from "./pages_en.ts";
import { t } from "./text.ts";
import type { Entry } from "./translate.ts";
import { zh } from "./zh.ts";

const namesIn = (entry: Entry): string[] => {
  const sentence = typeof entry === "string" ? entry : entry.other;
  return [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).sort();
};

Deno.test("both catalogues have the same keys, and no key stands in two parts", () => {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  const parts = [liveEn, layerEn, pagesEn].flatMap((part) => Object.keys(part));
  assert.deepEqual(parts.filter((key, index) => parts.indexOf(key) !== index), []);
});

Deno.test("a sentence has the same places to fill in both languages, and says something in both", () => {
  const chinese = new Map<string, Entry>(Object.entries(zh));
  for (const [key, entry] of Object.entries<Entry>(en)) {
    const other = chinese.get(key) ?? "";
    assert.deepEqual(namesIn(other), namesIn(entry), key);
    assert.notEqual(other, "", key);
  }
});

Deno.test("our words keep to their rules: no exclamation, no typed dots, full-width punctuation and 你 in Chinese", () => {
  const all = (entry: Entry): string[] => typeof entry === "string" ? [entry] : [entry.one, entry.other];
  for (const [key, entry] of Object.entries<Entry>(en)) {
    for (const text of all(entry)) assert.doesNotMatch(text, /!|\.\.\.|…|\boops\b|\bplease\b/i, key);
  }
  for (const [key, entry] of Object.entries<Entry>(zh)) {
    for (const text of all(entry)) assert.doesNotMatch(text, /[!！…您亲]|[\u4e00-\u9fff][,;:?](?!\d)/, key);
  }
});

Deno.test("numbers are counted and written as the language does", () => {
  assert.equal(t("en")("chat.members", { count: 1 }), "1 member");
  assert.equal(t("en")("chat.members", { count: 1204 }), "1,204 members");
  assert.equal(t("zh")("chat.members", { count: 1 }), "1 位成员");
  assert.equal(t("en")("receipt.read_by", { readers: 5, others: 11 }), "Read by 5 of 11");
});

Deno.test("what stands in a name is not taken for a place to fill", () => {
  assert.equal(t("en")("row.by", { name: "{count} $& $1" }), "{count} $& $1: ");
});
