/** Scripts in which two characters make a word. */
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆]/u;

/** Thai, the first of them. Letters before it need no look-up. */
const DENSE_FROM = "\u0e00";

/** A piece of a word, and how many bits of a signature stand for it: more where it must tell apart by itself. */
export interface Gram {
  readonly text: string;
  readonly bits: number;
}

const TELLING = 3;
const WEAK = 1;

/** Calls back with every piece of a folded text that a search can ask for. */
export function eachGram(folded: string, call: (gram: Gram) => void): void {
  for (const word of folded.split(/\s+/)) {
    if (word === "") continue;
    const letters = [...word];
    const dense = letters.map((letter) => letter >= DENSE_FROM && DENSE.test(letter));
    letters.forEach((letter, at) => {
      const second = letters[at + 1];
      const third = letters[at + 2];
      if (dense[at]) call({ text: letter, bits: WEAK });
      if (second === undefined) return;
      const isDense = dense[at] || dense[at + 1];
      call({ text: letter + second, bits: isDense ? TELLING : WEAK });
      if (third !== undefined && !isDense && !dense[at + 2]) call({ text: letter + second + third, bits: TELLING });
    });
  }
}

/** The pieces that a text with this folded term must have: the telling ones, else whatever there is. */
export function gramsOfTerm(folded: string): Gram[] {
  const grams: Gram[] = [];
  eachGram(folded, (gram) => grams.push(gram));
  const telling = grams.filter((gram) => gram.bits === TELLING);
  return telling.length > 0 ? telling : grams;
}
