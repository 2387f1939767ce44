import assert from "node:assert/strict";
import fc from "fast-check";
import { renderToString } from "preact-render-to-string";
import { Markup } from "./Markup.tsx";
import { isFewEmoji } from "./emoji.ts";
import { isLong } from "./long.ts";

const html = (text: string) => renderToString(<Markup text={text} />);

Deno.test("the markdown that chats use becomes elements", () => {
  assert.equal(
    html("a **b** _c_ ~~d~~ `e<f`"),
    '<p dir="auto">a <strong>b</strong> <em>c</em> <del>d</del> <code>e&lt;f</code></p>',
  );
  assert.equal(html("one\ntwo\n\nthree"), '<p dir="auto">one<br/>two</p><p dir="auto">three</p>');
  assert.match(html("```ts\nlet a = 1 < 2;\n```"), /<pre[^>]*><code>let a = 1 &lt; 2;<\/code><\/pre>/);
  assert.match(
    html("> quoted\n\n- one\n- two"),
    /<blockquote><p dir="auto">quoted<\/p><\/blockquote><ul><li dir="auto">one<\/li>/,
  );
  assert.match(html("3. three\n4. four"), /<ol start="3">/);
});

Deno.test("what chats do not use is shown as it was typed", () => {
  const typed = [
    "# not a title",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "![x](https://a.example/x.png)",
    "<b>x</b>",
    "a\n---",
    "[a]: https://a.example",
    "&lt;",
    "5 * 3 * 2",
    "    four spaces",
  ];
  for (const text of typed) {
    const shown = html(text).replaceAll("<br/>", "\n").replace(/<\/?(?:p|a)\b[^>]*>/g, "");
    assert.equal(shown.trim(), escaped(text).trim(), text);
  }
});

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replace(/>/g, (sign) => sign).replaceAll('"', "&quot;");

Deno.test("only addresses that are safe to follow become links", () => {
  assert.match(
    html("see https://a.example/b?c=1&d=2."),
    /<a href="https:\/\/a\.example\/b\?c=1&amp;d=2" rel="nofollow noopener noreferrer ugc"/,
  );
  assert.match(html("[text](https://a.example)"), /<a href="https:\/\/a\.example\/" title="https:\/\/a\.example\/"/);
  assert.match(html("ann@a.example"), /href="mailto:ann@a\.example"/);
  for (
    const href of [
      "javascript:alert(1)",
      "JaVaScRiPt:alert(1)",
      "java\tscript:alert(1)",
      "data:text/html,x",
      "vbscript:x",
      "file:///etc",
      "//a.example",
      "/c/1",
      "blob:https://a.example/1",
    ]
  ) {
    assert.doesNotMatch(html(`[x](${href})`), /<a /, href);
    assert.doesNotMatch(html(`<${href}>`), /<a /, href);
  }
});

Deno.test("an address in running Chinese text ends at full-width punctuation", () => {
  assert.match(
    html("看https://a.example/b，好"),
    /<a href="https:\/\/a\.example\/b"[^>]*>https:\/\/a\.example\/b<\/a>，好/,
  );
});

Deno.test("mentions are marked for those whom the server found mentioned, mine more than others'", () => {
  const mentioned = [
    { id: "1", username: "lin", displayName: "Lin Mei" },
    { id: "2", username: "赵一凡", displayName: "赵一凡" },
  ];
  const out = renderToString(<Markup text="@lin mei 和@赵一凡欢迎 @ghost" mentioned={mentioned} viewerId="2" />);
  assert.match(
    out,
    /<a class="at" href="\/people\/1">@Lin Mei<\/a> 和<a class="at me" href="\/people\/2">@赵一凡<\/a>欢迎 @ghost/,
  );
});

Deno.test("a tail stands at the end of the last line, or below a block", () => {
  const tail = <i>09:41</i>;
  const fenced = "```\nx\n```";
  assert.equal(renderToString(<Markup text="hi" tail={tail} />), '<p dir="auto">hi<i>09:41</i></p>');
  assert.match(renderToString(<Markup text={fenced} tail={tail} />), /<\/pre><i>09:41<\/i>$/);
  assert.match(renderToString(<Markup text="# hi" tail={tail} />), /# hi<i>09:41<\/i><\/p>$/);
});

Deno.test("one to three emoji alone are large", () => {
  for (const text of ["👍", "👍🏽 🎉", "👩‍👩‍👧‍👦", "🇨🇳", "❤️"]) assert.ok(isFewEmoji(text), text);
  for (const text of ["👍👍👍👍", "ok 👍", "123", "©", ""]) assert.ok(!isFewEmoji(text), text);
});

Deno.test("long messages are known by their lines and their length", () => {
  assert.ok(!isLong("a\n".repeat(19)));
  assert.ok(isLong("a\n".repeat(20)));
  assert.ok(isLong("a".repeat(2_000)));
});

Deno.test("any text renders, with none of its own elements or attributes", () => {
  const allowed = /^(?:p|br|strong|em|del|code|pre|a|blockquote|ul|ol|li)$/;
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "<script>",
      "</p>",
      "<img src=x onerror=y>",
      "](javascript:x)",
      "[",
      "*",
      "_",
      "`",
      "> ",
      "- ",
      "1. ",
      "\n",
      "    ",
      "http://a.b",
      "@",
      "<!--",
      "\u202e",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const out = html(pieces.join(""));
      for (
        const [, name = "", attributes = ""] of out.matchAll(
          /<\/?([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/g,
        )
      ) {
        assert.match(name, allowed);
        for (const [, attribute = "", value = ""] of attributes.matchAll(/\s([\w-]+)(?:="([^"]*)")?/g)) {
          assert.match(attribute, /^(?:dir|href|rel|target|title|class|start|tabindex)$/);
          // An address may have anything behind its beginning: only the scheme can make it run.
          if (attribute === "href") assert.match(value, /^(?:https?:\/\/|mailto:)/);
        }
      }
      const tags = out.match(/</g)?.length ?? 0;
      assert.equal(out.match(/<\/?[a-zA-Z][^<>]*>/g)?.length ?? 0, tags, "a sign that opens a tag is left in the text");
    }),
    { numRuns: 300 },
  );
});

Deno.test("hostile text of the largest size neither throws nor stalls", () => {
  const hostile = [
    ">",
    "> ",
    "[",
    "[a](",
    "*a ",
    "**",
    "_a",
    "`",
    "- ",
    "1. ",
    "<a ",
    "http://a!",
    "a@",
    "~~a~",
    "*_`[<>",
    "|a",
    "\\",
    "![",
    "((",
    "\n> - ",
  ];
  for (const text of hostile) {
    const long = text.repeat(Math.ceil(16_384 / text.length)).slice(0, 16_384);
    const before = performance.now();
    assert.ok(html(long).length > 0, text);
    // The promise is 50 ms on an idle machine; here only that it does not grow with the square of the length.
    assert.ok(performance.now() - before < 5_000, text);
  }
});
