import { liveEn } from "./live_en.ts";
import { liveZh } from "./live_zh.ts";
import type { Locale } from "./locale.ts";
import { makeText, type Text } from "./translate.ts";

export type LiveText = Text<typeof liveEn>;

const texts: Readonly<Record<Locale, LiveText>> = { en: makeText("en", liveEn), zh: makeText("zh", liveZh) };

/** The words that components and islands share; pages have more in `text.ts`. */
export const liveText = (locale: Locale): LiveText => texts[locale];
