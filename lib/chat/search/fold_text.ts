/** Accents of Latin, Greek and Cyrillic. The voicing marks of Japanese and the vowels of Indic scripts are no such marks. */
const ACCENTS = /[\u0300-\u036f]/g;
/** Letters whose stroke or joint is no mark, so that normalising leaves them. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ["ł", "l"],
  ["ø", "o"],
  ["đ", "d"],
  ["ð", "d"],
  ["þ", "th"],
  ["ß", "ss"],
  ["æ", "ae"],
  ["œ", "oe"],
  ["ı", "i"],
  ["ς", "σ"],
]);
const PLAIN_LETTERS = new RegExp(`[${[...PLAIN.keys()].join("")}]`, "g");

/** A text as search compares it: no case, no accents, one form for every width. */
export const foldText = (text: string): string =>
  text.normalize("NFKD").replace(ACCENTS, "").toLowerCase().normalize("NFKC")
    .replace(PLAIN_LETTERS, (letter) => PLAIN.get(letter) ?? letter);
