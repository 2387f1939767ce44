import assert from "node:assert/strict";
import { render } from "preact-render-to-string";
import { inColours } from "./languages.ts";

const html = async (language: string, text: string): Promise<string> =>
  render(<code>{await inColours(language, text)}</code>);
const wordsIn = (html: string): string =>
  html.replaceAll(/<[^>]*>/g, "").replaceAll("&lt;", "<").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

Deno.test("code in a known language has its words told apart, in another it is as typed", async () => {
  assert.equal(
    await html("ts", 'const a = "b"; // c'),
    '<code><span class="ck">const</span> a = <span class="cs">&quot;b&quot;</span>; <span class="cc">// c</span></code>',
  );
  assert.equal(await html("C++", "return 1;"), await html("cpp", "return 1;"));
  for (const name of ["", "klingon", "__proto__", "constructor"]) {
    assert.equal(await html(name, "if (a) b"), "<code>if (a) b</code>");
  }
});

Deno.test("colours change no letter, and make no element but their own, whatever is written", async () => {
  const hostile = '<script>alert(1)</script><img src=x onerror="alert(1)">${`</code>`}&lt;"/*';
  for (const language of ["html", "js", "php", "css", "yaml", "diff", "sql"]) {
    const made = await html(language, hostile);
    assert.deepEqual(made.match(/<(?!\/?(?:code|span)\b)[^>]*>/g), null, language);
    assert.equal(wordsIn(made), hostile, language);
  }
});

Deno.test("code nested as deep as it is long, or in thousands of pieces, is shown all the same", async () => {
  for (
    const [language, seed] of [["js", "${`"], ["js", "(a=>{"], ["php", "(("], ["swift", '"\\('], ["cpp", "a<"], [
      "sql",
      "1 ",
    ]]
  ) {
    const text = (seed ?? "").repeat(400);
    const made = await html(language ?? "", text);
    assert.equal(wordsIn(made), text, `${language} ${seed}`);
    assert.equal(/<span[^>]*><span/.test(made), false, "side by side");
  }
});
