import assert from "node:assert/strict";
import { mentionedNames } from "./mentions.ts";

Deno.test("a mention is an @ that begins a name, in any script", () => {
  assert.deepEqual(mentionedNames("ask @Ann and @海明, (@b.c)"), [["ann"], ["海明"], ["b.c"]]);
  assert.deepEqual(mentionedNames("nobody here"), []);
});

Deno.test("where words have no space between them, neither need names", () => {
  assert.deepEqual(mentionedNames("你好@晓雨"), [["晓雨"]]);
  assert.deepEqual(mentionedNames("请问@Ann你好"), [["ann你好", "ann你", "ann"]]);
  assert.deepEqual(mentionedNames("@晓雨看看"), [["晓雨看看", "晓雨看", "晓雨"]]);
  assert.deepEqual(mentionedNames("@晓雨hi"), [["晓雨hi", "晓雨"]]);
  assert.deepEqual(mentionedNames("ありがとう@海明！"), [["海明"]]);
  assert.deepEqual(mentionedNames("café@home né@lin"), []);
});

Deno.test("marks that may end a sentence count both ways; an address is no mention", () => {
  assert.deepEqual(mentionedNames("thanks @bob."), [["bob.", "bob"]]);
  assert.deepEqual(mentionedNames("mail ann@example.org or x@y"), []);
});

Deno.test("a text of nothing but mentions is read as far as is useful", () => {
  const names = mentionedNames(Array.from({ length: 3_000 }, (_, i) => `@name${i}`).join(" "));
  assert.equal(names.length, 50);
  assert.ok(mentionedNames(`@${"看".repeat(5_000)}`).flat().length <= 60, "no name is longer");
});
