import type { TextStorage } from "./drafts.ts";

const KEY = "freshet.emoji";
export const TONE_KEY = "freshet.tone";
const KEPT = 16;

/** What was chosen last, newest first. */
export const recentEmoji = (storage: Pick<TextStorage, "getItem"> | null): readonly string[] =>
  (storage?.getItem(KEY) ?? "").split(" ").filter((glyph) => glyph !== "");

export function rememberEmoji(storage: Pick<TextStorage, "getItem" | "setItem"> | null, glyph: string): void {
  try {
    const others = recentEmoji(storage).filter((other) => other !== glyph);
    storage?.setItem(KEY, [glyph, ...others].slice(0, KEPT).join(" "));
  } catch {
    // Full or forbidden: the next choice takes a little longer.
  }
}

/** What was chosen last, and in which tone. */
export function forgetEmoji(storage: Pick<TextStorage, "removeItem"> | null): void {
  for (const key of [KEY, TONE_KEY]) storage?.removeItem(key);
}
