import { en } from "./en.ts";
import type { Locale } from "./locale.ts";
import { makeText, type Text } from "./translate.ts";
import { zh } from "./zh.ts";

export type PageText = Text<typeof en>;

const texts: Readonly<Record<Locale, PageText>> = { en: makeText("en", en), zh: makeText("zh", zh) };

/** All words, for pages. Islands and the components they use take `liveText`, which is a third of it. */
export const t = (locale: Locale): PageText => texts[locale];
