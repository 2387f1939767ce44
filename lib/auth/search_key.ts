const MARKS = /\p{M}/gu;
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
]);
const PLAIN_LETTERS = new RegExp(`[${[...PLAIN.keys()].join("")}]`, "g");

/** Text as search compares it: no case, no accents, compatibility forms made plain, runs of space as one. */
export const foldForSearch = (text: string): string =>
  text.normalize("NFKD").replace(MARKS, "").toLowerCase().normalize("NFKC")
    .replace(PLAIN_LETTERS, (letter) => PLAIN.get(letter) ?? letter).replace(/\s+/g, " ").trim();

/** What a person is found by. The user name comes first, so that its beginning ranks highest. */
export const searchKeyOf = (
  user: { readonly username: string; readonly firstName: string; readonly lastName: string },
): string => foldForSearch(`${user.username} ${user.firstName} ${user.lastName}`);
