import { asset } from "fresh/runtime";
import { browserStorage } from "@/lib/client/browser.ts";
import { type Emoji, emojiNamed, loadEmoji, searchEmoji } from "@/lib/client/emoji.ts";
import { rememberEmoji } from "@/lib/client/recent_emoji.ts";
import { skinTone, toned } from "@/lib/client/skin_tone.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import type { Offer } from "./Offers.tsx";

let all: readonly Emoji[] = [];

/** Everything about emoji, for the picker and for completion; comes with the list. */
export async function ready(): Promise<readonly Emoji[]> {
  all = await loadEmoji(asset("/emoji.txt"));
  return all;
}

export const isReady = (): boolean => all.length > 0;

/** The glyph with exactly this name. */
export function glyphNamed(name: string): string | undefined {
  const glyph = emojiNamed(all, name)?.glyph;
  if (glyph === undefined) return undefined;
  rememberEmoji(browserStorage(), glyph);
  return inMyTone(glyph);
}

/** As the person who chooses looks. */
export const inMyTone = (glyph: string): string => toned(glyph, skinTone(browserStorage()));

export const offersFor = (query: string, locale: Locale, most: number): readonly Offer[] =>
  searchEmoji(all, query, most).map((emoji) => ({
    key: emoji.glyph,
    face: <span class="glyph">{inMyTone(emoji.glyph)}</span>,
    name: nameIn(locale, emoji),
    note: `:${emoji.names[0]}:`,
    inserted: inMyTone(emoji.glyph),
  }));

/** What it is called in the reader's language. */
export const nameIn = (locale: Locale, { words, names }: Emoji): string =>
  words[locale][0] || names[0]?.replaceAll("_", " ") || "";
