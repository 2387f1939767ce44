import type { Sieve } from "@/db/search_blocks.ts";

/** Letters and syllables that folding leaves as they are, but for the case of a–z. */
const LETTERS = String.raw`\u3040-\u3098\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3`;
/** Signs that folding leaves or turns into other signs, never into letters. */
const SIGNS = String.raw`\u2010-\u2027\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff01-\uff0f\uff1a-\uff20`;
const ASCII = String.raw`\u0001-\u007f`;
const PLAIN = new RegExp(`^[a-z0-9${LETTERS}]*$`);

/** Picks in the store what may hold these folded terms, without folding there: never leaves out what does. */
export function sieveOf(terms: readonly string[]): Sieve {
  const isPlain = terms.every((term) => PLAIN.test(term));
  return {
    patterns: terms.map((term) => `%${term.replace(/[\\%_]/g, "\\$&")}%`),
    unsure: `[^${ASCII}${isPlain ? LETTERS + SIGNS : ""}]`,
  };
}
