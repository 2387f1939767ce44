const WIDE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;

/** What stands on a face without a picture: two initials, or the last two characters of a Chinese name (one on small faces). */
export function initials(name: string, small = false): string {
  const letters = [...name.trim().normalize("NFC")];
  const [first = "?"] = letters;
  if (WIDE.test(first)) return letters.filter((letter) => WIDE.test(letter)).slice(small ? -1 : -2).join("");
  const words = name.split(/[\s._+\-@/]+/u).map((word) => [...word].filter(isLetter)).filter((word) => word.length > 0);
  const [one, two] = words;
  if (!one) return first;
  return (two && !WIDE.test(two[0] ?? "") ? `${one[0]}${two[0]}` : one.slice(0, 2).join("")).toUpperCase();
}

const isLetter = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);
