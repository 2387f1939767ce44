import type { liveEn } from "./live_en.ts";
import { type Locale, LOCALES } from "./locale.ts";
import { makeText, type Text, type Translation } from "./translate.ts";

export type LiveText = Text<typeof liveEn>;

const CATALOGUES: Readonly<Record<Locale, () => Promise<Translation<typeof liveEn>>>> = {
  en: async () => (await import("./live_en.ts")).liveEn,
  zh: async () => (await import("./live_zh.ts")).liveZh,
};

/** The server has the words of all languages; a browser loads those that its page is written in. */
const wanted = typeof document === "undefined"
  ? LOCALES
  : LOCALES.filter((locale) => document.documentElement.lang.startsWith(locale));

const texts: Partial<Record<Locale, LiveText>> = {};
for (const locale of wanted.length > 0 ? wanted : LOCALES) {
  texts[locale] = makeText(locale, await CATALOGUES[locale]());
}

/** The words that components and islands share; pages have more in `text.ts`. */
export function liveText(locale: Locale): LiveText {
  const text = texts[locale] ?? Object.values(texts)[0];
  if (!text) throw new Error(`There are no words for ${locale}`);
  return text;
}
