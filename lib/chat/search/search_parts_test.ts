import assert from "node:assert/strict";
import fc from "fast-check";
import { foldText } from "./fold_text.ts";
import { matches } from "./match_message.ts";
import { parseQuery } from "./parse_query.ts";
import { compareCursors, cursorAt, readCursor, writeCursor } from "./search_cursor.ts";
import { bitsOfTerms, Signature } from "./signature.ts";

Deno.test("text is compared without case, accents and width, in any script", () => {
  for (
    const [text, folded] of [
      ["Crème Brûlée", "creme brulee"],
      ["STRASSE Straße", "strasse strasse"],
      ["Łódź øre", "lodz ore"],
      ["ＡＢＣ１２３", "abc123"],
      ["ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ"],
      ["İstanbul", "istanbul"],
      ["Ёлка", "елка"],
      ["ｶﾞｷﾞ", "ガギ"],
      ["한국어", "한국어"],
    ] as const
  ) assert.equal(foldText(text), folded, text);
  assert.notEqual(foldText("だ"), foldText("た"));
});

const script = fc.constantFrom("abcde", "éàü", "海上交通", "ひらカナ", "한국", "0123", "._-/", "🌊👍");
const word = fc.array(script.chain((letters) => fc.constantFrom(...letters)), { minLength: 1, maxLength: 8 })
  .map((letters) => letters.join(""));
const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(" "));

Deno.test("a signature never says no to a part of what it holds", () => {
  fc.assert(fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), fc.nat(), fc.nat(), (texts, which, cut) => {
    const signature = new Signature();
    for (const one of texts) signature.add(foldText(one));
    const folded = foldText(texts[which % texts.length] ?? "");
    const letters = [...folded];
    const from = cut % letters.length;
    const term = letters.slice(from, from + 1 + (which % 9)).join("");
    for (const bit of bitsOfTerms([term])) assert.ok(signature.has(bit), `${term} in ${folded}`);
  }));
});

Deno.test("a signature says no to most of what it does not hold", () => {
  const signature = new Signature();
  const words = Array.from({ length: 4_000 }, (_, i) => (i * 2_654_435_761 % 4_294_967_296).toString(36));
  const hans = Array.from({ length: 400 }, (_, i) => String.fromCodePoint(0x4e00 + (i * 7_919) % 20_000));
  let used = 0;
  for (let i = 0; !signature.isFull; i++) {
    signature.add(`${words[i]} ${hans[i % 400]}${hans[(i * 31) % 400]}`);
    used = i;
  }
  assert.ok(used > 100);
  const wrong = (terms: readonly string[]) =>
    terms.filter((term) => bitsOfTerms([term]).every((bit) => signature.has(bit))).length / terms.length;
  assert.ok(wrong(words.slice(used + 1)) < 0.01);
  assert.ok(wrong(Array.from({ length: 1_000 }, (_, i) => String.fromCodePoint(0x9000 + i, 0x7000 + i))) < 0.05);
});

Deno.test("a search is read as people write it", () => {
  const query = parseQuery(
    `Harbour "two Words" from:@Ann from:me in:"Harbour Ops" after:2026-01-02 before:2026-02-01 has:link http://x`,
  );
  assert.deepEqual(query, {
    terms: ["harbour", "two words", "http://x"],
    from: ["ann", "me"],
    in: ["harbour ops"],
    has: ["link"],
    since: new Date("2026-01-02T00:00:00Z"),
    before: new Date("2026-02-01T00:00:00Z"),
  });
  assert.throws(() => parseQuery("  "), { code: "query_required", message: "Search query is required" });
  for (const bad of ["after:yesterday", "before:2026-13-01", "has:gold", "x".repeat(201), "a\0"]) {
    assert.throws(() => parseQuery(bad), { code: "invalid", field: "q" }, bad);
  }
});

Deno.test("terms, days and kinds all have to fit", () => {
  const row = {
    type: "text" as const,
    content: "See https://example.org today",
    createdAt: new Date("2026-01-31T23:59:59Z"),
  };
  const fits = (query: string, more = {}) => matches(parseQuery(query), { ...row, ...more });
  assert.ok(fits("see today"));
  assert.ok(!fits("see tomorrow"));
  assert.ok(fits('"org today"'));
  assert.ok(!fits('"today org"'));
  assert.ok(fits("has:link") && !fits("has:image") && fits("has:image", { type: "image" }));
  assert.ok(fits("after:2026-01-31 see") && !fits("after:2026-02-01 see"));
  assert.ok(fits("before:2026-02-01 see") && !fits("before:2026-01-31 see"));
});

Deno.test("a cursor stands between its hit and all older ones", () => {
  const at = (ms: number, conversationId: string, seq: number) => ({ ms, conversationId, seq });
  const id = "01a21446-03a7-759c-8762-c06ed55b973f";
  const other = "01a21446-03a7-759c-8762-c06ed55b9740";
  const places = [at(5, id, 1), at(7, id, 2), at(7, other, 1), at(7, id, 3), at(6, id, 9)];
  assert.deepEqual(places.toSorted(compareCursors), [
    at(7, other, 1),
    at(7, id, 3),
    at(7, id, 2),
    at(6, id, 9),
    at(5, id, 1),
  ]);
  assert.ok(places.filter(({ ms }) => ms <= 6).every((place) => compareCursors(cursorAt(6), place) < 0));
  assert.deepEqual(readCursor(writeCursor(at(7, id, 2))), at(7, id, 2));
  for (const bad of ["", "x", "1.2.3", `1.${id}`, `1.${id}.x`, `-1.${id}.1`]) {
    assert.throws(() => readCursor(bad), { code: "invalid", field: "after" }, bad);
  }
});
