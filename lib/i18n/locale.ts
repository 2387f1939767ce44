/** The languages of the interface. */
export const LOCALES = ["en", "zh"] as const;
export type Locale = (typeof LOCALES)[number];

const isLocale = (text: string): text is Locale => LOCALES.some((locale) => locale === text);

/**
 * The person's setting if there is one, else the best match of the browser's languages, else English. Only the language
 * counts, not the region: `zh-TW` reads simplified Chinese rather than English.
 */
export function chooseLocale(acceptLanguage: string | null, setting?: string): Locale {
  if (setting !== undefined && isLocale(setting)) return setting;
  let best: Locale = "en";
  let bestQuality = 0;
  for (const range of (acceptLanguage ?? "").slice(0, 512).split(",")) {
    const [tag = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const language = tag.split("-")[0] ?? "";
    const quality = Number(parameters.find((part) => part.startsWith("q="))?.slice(2) ?? 1);
    if (isLocale(language) && quality > bestQuality) {
      best = language;
      bestQuality = quality;
    }
  }
  return best;
}
