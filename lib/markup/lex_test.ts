import assert from "node:assert/strict";
import fc from "fast-check";
import { lex } from "./lex.ts";
import { lexInline } from "./lex_inline.ts";
import type { Block, Inline } from "./tokens.ts";

/** A short way to write what was found: `*em*` is `em(em)`. */
const inlineWords = (tokens: readonly Inline[]): string =>
  tokens.map((token) => {
    switch (token.type) {
      case "text":
        return token.raw;
      case "escape":
        return `esc(${token.text})`;
      case "codespan":
        return `code(${token.text})`;
      case "link":
        return token.autolink ? `link(${token.href})` : `link(${inlineWords(token.tokens)} → ${token.href})`;
      default:
        return `${token.type}(${inlineWords(token.tokens)})`;
    }
  }).join("");

const blockWords = (blocks: readonly Block[]): string =>
  blocks.map((block) => {
    switch (block.type) {
      case "paragraph":
        return `p(${inlineWords(block.tokens)})`;
      case "text":
        return inlineWords(block.tokens);
      case "code":
        return `pre(${block.text})`;
      case "blockquote":
        return `quote(${blockWords(block.tokens)})`;
      case "list": {
        const items = block.items.map(({ checked, tokens }) =>
          `${checked === null ? "" : checked ? "☑" : "☐"}${blockWords(tokens)}`
        );
        return `${block.ordered ? `ol${block.start}` : "ul"}[${items.join("|")}]`;
      }
    }
  }).join(" ");

Deno.test("emphasis begins and ends as people expect, in Latin and in Chinese", () => {
  const expected: Record<string, string> = {
    "*a* _b_ **c** ~~d~~": "em(a) em(b) strong(c) del(d)",
    "*a **b** c*": "em(a strong(b) c)",
    "***both***": "em(strong(both))",
    "**a*b**": "strong(a*b)",
    "**重点：**后面": "strong(重点：)后面",
    "snake_case_name and a_b": "snake_case_name and a_b",
    "@_bob_ is a name": "@_bob_ is a name",
    "5 * 3 * 2, ~20 ~ 30": "5 * 3 * 2, ~20 ~ 30",
    "*open, and **open": "*open, and **open",
    "a ** b": "a ** b",
    "\\*typed\\*": "esc(*)typedesc(*)",
    "`*code*` and `` a`b ``": "code(*code*) and code(a`b)",
    "`open *em*": "`open em(em)",
    "![no *picture*](https://a.example/)": "![no em(picture)](link(https://a.example/))",
  };
  for (const [text, words] of Object.entries(expected)) assert.equal(inlineWords(lexInline(text)), words, text);
});

Deno.test("links are found with and without brackets, without the punctuation around them", () => {
  const expected: Record<string, string> = {
    '[a [b] *c*](https://x.example/(z) "title")': "link(a [b] em(c) → https://x.example/(z))",
    "[a] (no) [b]": "[a] (no) [b]",
    "see https://a.example/b?c=1, (https://a.example/c_(d)).":
      "see link(https://a.example/b?c=1), (link(https://a.example/c_(d))).",
    "www.a.example and <https://a.example>": "link(http://www.a.example) and link(https://a.example)",
    "xhttps://a.example": "xhttps://a.example",
    "看https://a.example": "看link(https://a.example)",
    "ann.b+c@mail.a.example, @ann, a@b": "link(mailto:ann.b+c@mail.a.example), @ann, a@b",
    "<ann@a.example> <b>": "link(mailto:ann@a.example) <b>",
  };
  for (const [text, words] of Object.entries(expected)) assert.equal(inlineWords(lexInline(text)), words, text);
});

Deno.test("blocks are quotes, lists and code; everything else is a paragraph", () => {
  const expected: Record<string, string> = {
    "a\nb\n\nc": "p(a\nb) p(c)",
    "> a\n> > b\nc": "quote(p(a) quote(p(b))) p(c)",
    "- a\n- b\n  - c\n\nd": "ul[a|b ul[c]] p(d)",
    "1. a\n\n   b\n2) c": "ol1[p(a) p(b)] ol2[c]",
    "text\n- a": "p(text) ul[a]",
    "in\n1984. a year": "p(in\n1984. a year)",
    "- [x] done\n- [ ] todo": "ul[☑done|☐todo]",
    "```ts\nlet a;\n\n*b*\n```\nafter": "pre(let a;\n\n*b*) p(after)",
    "````\n```\n````": "pre(```)",
    "```\nno end": "pre(no end)",
    "- \n# a\n---": "p(- \n# a\n---)",
  };
  for (const [text, words] of Object.entries(expected)) assert.equal(blockWords(lex(text)), words, text);
});

Deno.test("nothing that was typed is lost: the runs of any text add up to it", () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom(
      "*",
      "**",
      "_",
      "~~",
      "`",
      "``",
      "[",
      "](",
      ")",
      "](http://a.b)",
      "\\",
      "<",
      ">",
      "@",
      "http://a.b",
      "www.",
      "中",
      " ",
      "\n",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join("");
      assert.equal(lexInline(text).map((token) => token.raw).join(""), text);
    }),
    { numRuns: 2_000 },
  );
});
