export const EMOJI_GROUPS = [
  "people",
  "nature",
  "food",
  "activity",
  "travel",
  "objects",
  "symbols",
  "flags",
] as const;

export type EmojiGroup = (typeof EMOJI_GROUPS)[number];

export interface Emoji {
  readonly glyph: string;
  readonly group: EmojiGroup;
  /** What may stand between two colons, such as "tada"; the first is the usual one. */
  readonly names: readonly string[];
  /** Its name in each language first, then words that it is also found by. */
  readonly words: { readonly en: readonly string[]; readonly zh: readonly string[] };
}

/** Reads `static/emoji.txt`, one emoji a line. */
export function parseEmoji(text: string): readonly Emoji[] {
  return text.split("\n").flatMap((line) => {
    const [glyph = "", group, names = "", en = "", zh = ""] = line.split("\t");
    const known = EMOJI_GROUPS.find((name) => name === group);
    if (!known) return [];
    return [{ glyph, group: known, names: names.split(","), words: { en: en.split(","), zh: zh.split(",") } }];
  });
}

let list: Promise<readonly Emoji[]> | null = null;

/** All emoji; asked for once, and again after a failure. */
export function loadEmoji(address: string): Promise<readonly Emoji[]> {
  list ??= fetch(address).then(async (response) => {
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    return parseEmoji(await response.text());
  }).catch((error) => {
    list = null;
    throw error;
  });
  return list;
}

/** Those that fit, by any name in any language; the nearest first, and in Unicode's order among equals. */
export function searchEmoji(all: readonly Emoji[], query: string, most = Infinity): readonly Emoji[] {
  const wanted = query.toLowerCase().replaceAll("_", " ").trim();
  if (wanted === "") return [];
  return all.map((emoji) => ({ emoji, rank: rankOf(emoji, wanted) }))
    .filter(({ rank }) => rank < NOT_FOUND)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ emoji }) => emoji);
}

const NOT_FOUND = 5;
const LONGER_THAN_ANY = 1_000;

function rankOf({ names, words }: Emoji, wanted: string): number {
  const own = names.map((name) => name.replaceAll("_", " "));
  if (own.includes(wanted)) return 0;
  const at = words.zh.indexOf(wanted);
  if (at >= 0) return at / LONGER_THAN_ANY;
  const begun = own.filter((name) => name.startsWith(wanted)).map((name) => name.length);
  // The less is left to type, the nearer it is: ":he" is first of all a heart.
  if (begun.length > 0) return 1 + Math.min(...begun) / LONGER_THAN_ANY;
  if (words.zh.some((word) => word.startsWith(wanted))) return 2;
  if ([...own, ...words.en].some((word) => ` ${word.toLowerCase()}`.includes(` ${wanted}`))) return 3;
  return words.zh.some((word) => word.includes(wanted)) ? 4 : NOT_FOUND;
}

/** The one with exactly this name, as between two colons. */
export const emojiNamed = (all: readonly Emoji[], name: string): Emoji | undefined =>
  all.find(({ names }) => names.includes(name.toLowerCase()));
