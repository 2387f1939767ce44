import assert from "node:assert/strict";
import fc from "fast-check";
import { foldText } from "@/lib/chat/search/fold_text.ts";
import { sieveOf } from "@/lib/chat/search/sieve.ts";
import { openChat, STORES } from "./open_chat.ts";

const scripts = [
  "abcXYZ019",
  "éÀüßłØı",
  "海上交通",
  "ひらがパカナヴー",
  "한국어",
  "，。！？…「」",
  "ＡＢ１ﬁ㈱℡Kｶﾞ㍿",
  "._-/%\\",
  "🌊👍",
];
const letter = fc.constantFrom(...scripts).chain((letters) => fc.constantFrom(...letters));
const text = fc.array(fc.oneof({ weight: 5, arbitrary: letter }, { weight: 1, arbitrary: fc.constant(" ") }), {
  minLength: 1,
  maxLength: 30,
}).map((letters) => letters.join("").normalize("NFC"));

for (const store of STORES) {
  Deno.test(`the sieve of a search leaves out much that is not sought, and nothing that is, on ${store}`, async () => {
    await using chat = await openChat({ store });
    const { sql } = chat.db;
    /** As `listSought` asks. */
    const passes = async (contents: readonly string[], terms: readonly string[]) => {
      const { patterns, unsure } = sieveOf(terms);
      const rows = await sql<{ content: string }[]>`
        select content from unnest(${[...contents]}::text[]) content
        where lower(content collate "C") like all (${[...patterns]}::text[])
          or (octet_length(content) > char_length(content) and content ~ ${unsure})`;
      return new Set(rows.map((row) => row.content));
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 40 }),
        fc.nat(),
        fc.nat(),
        async (contents, which, cut) => {
          const letters = [...foldText(contents[which % contents.length] ?? "")];
          const from = cut % Math.max(1, letters.length);
          const term = letters.slice(from, from + 1 + which % 4).join("");
          const passed = await passes(contents, [term]);
          for (const content of contents.filter((one) => foldText(one).includes(term))) {
            assert.ok(passed.has(content), `${JSON.stringify(term)} in ${JSON.stringify(content)}`);
          }
        },
      ),
      { numRuns: 200 },
    );
    const chats = ["The ferry leaves", "渡轮开了，快来！", "フェリーは？", "페리 왔어"];
    assert.deepEqual([...await passes(chats, ["ferry"])], ["The ferry leaves"]);
    assert.deepEqual([...await passes(chats, ["渡轮", "快来"])], ["渡轮开了，快来！"]);
    assert.deepEqual([...await passes(chats, ["100%"])], chats.slice(1), "signs are judged by who asks");
  });
}
