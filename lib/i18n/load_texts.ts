import { type Locale, LOCALES } from "./locale.ts";
import { type Catalogue, makeText, type Text, type Translation } from "./translate.ts";

/** The server has the words of all languages; a browser loads those that its page is written in. */
const wanted = typeof document === "undefined"
  ? LOCALES
  : LOCALES.filter((locale) => document.documentElement.lang.startsWith(locale));

/** Loads a catalogue; what it answers then gives the words in a language, at once. */
export async function loadTexts<C extends Catalogue>(
  catalogues: Readonly<Record<Locale, () => Promise<Translation<C>>>>,
): Promise<(locale: Locale) => Text<C>> {
  const texts: Partial<Record<Locale, Text<C>>> = {};
  for (const locale of wanted.length > 0 ? wanted : LOCALES) {
    texts[locale] = makeText<C>(locale, await catalogues[locale]());
  }
  return (locale) => {
    const text = texts[locale] ?? Object.values(texts)[0];
    if (!text) throw new Error(`There are no words for ${locale}`);
    return text;
  };
}
