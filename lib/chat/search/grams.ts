/** Scripts in which two characters make a word. */
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆]/u;

/** Thai, the first of them. Letters before it need no look-up. */
const DENSE_FROM = 0x0e00;
const ASCII = 0x80;
const SPACE = /\s/;

/** A piece of a word, and how many bits of a signature stand for it: more where it must tell apart by itself. */
export interface Gram {
  readonly text: string;
  readonly bits: number;
}

const TELLING = 3;
const WEAK = 1;

/**
 * Calls back with every piece of a folded text that a search can ask for, by where it stands. It looks at each letter once
 * and makes nothing: all that is ever written comes by here.
 */
export function eachGram(folded: string, call: (start: number, end: number, bits: number) => void): void {
  /** Where the letter before and the one before that begin; -1 at the beginning of a word. */
  let last = -1;
  let lastButOne = -1;
  let isLastDense = false;
  let isLastButOneDense = false;
  for (let at = 0, end = 0; at < folded.length; at = end) {
    const code = folded.codePointAt(at) ?? 0;
    end = at + (code > 0xffff ? 2 : 1);
    if (isSpace(code)) {
      last = lastButOne = -1;
      continue;
    }
    const isDense = code >= DENSE_FROM && DENSE.test(String.fromCodePoint(code));
    if (isDense) call(at, end, WEAK);
    if (last >= 0) call(last, end, isDense || isLastDense ? TELLING : WEAK);
    if (lastButOne >= 0 && !isDense && !isLastDense && !isLastButOneDense) call(lastButOne, end, TELLING);
    lastButOne = last;
    isLastButOneDense = isLastDense;
    last = at;
    isLastDense = isDense;
  }
}

const isSpace = (code: number): boolean =>
  code < ASCII ? code === 32 || (code >= 9 && code <= 13) : SPACE.test(String.fromCodePoint(code));

/** The pieces that a text with this folded term must have: the telling ones, else whatever there is. */
export function gramsOfTerm(folded: string): Gram[] {
  const grams: Gram[] = [];
  eachGram(folded, (start, end, bits) => grams.push({ text: folded.slice(start, end), bits }));
  const telling = grams.filter((gram) => gram.bits === TELLING);
  return telling.length > 0 ? telling : grams;
}
