import type { TextStorage } from "./drafts.ts";
import { TONE_KEY } from "./recent_emoji.ts";

/** Fitzpatrick's five, and none: the yellow that is nobody's. */
export const SKIN_TONES = ["", "\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"] as const;

export type SkinTone = (typeof SKIN_TONES)[number];

const BASE = /\p{Emoji_Modifier_Base}\ufe0f?/gu;

/** The emoji in a tone, if it has one body to wear it; with several, nobody could say whose. */
export function toned(glyph: string, tone: SkinTone): string {
  if (tone === "" || glyph.match(BASE)?.length !== 1) return glyph;
  return glyph.replace(BASE, (base) => base.replace("\ufe0f", "") + tone);
}

/** What was chosen on this device. */
export function skinTone(storage: Pick<TextStorage, "getItem"> | null): SkinTone {
  const kept = storage?.getItem(TONE_KEY) ?? "";
  return SKIN_TONES.find((tone) => tone === kept) ?? "";
}

export function rememberSkinTone(storage: Pick<TextStorage, "setItem"> | null, tone: SkinTone): void {
  try {
    storage?.setItem(TONE_KEY, tone);
  } catch {
    // Full or forbidden: it holds until the picker closes.
  }
}
