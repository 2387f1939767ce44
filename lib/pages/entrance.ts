import type { Context } from "fresh";
import type { EntranceProps } from "@/components/shell/Entrance.tsx";
import type { State } from "@/lib/define.ts";
import { shortCookie } from "@/lib/http/cookies.ts";
import { LOCALES } from "@/lib/i18n/locale.ts";
import type { PageText } from "@/lib/i18n/text.ts";

/** Words around the forms before signing in. */
export function entranceOf({ url, state }: Pick<Context<State>, "url" | "state">, text: PageText) {
  const to = new URL(url);
  to.searchParams.set("lang", state.locale === "en" ? "zh" : "en");
  const words: Omit<EntranceProps, "children"> = {
    headline: text("entrance.headline"),
    line: text("entrance.line"),
    language: {
      label: text("entrance.other_language"),
      href: `${to.pathname}${to.search}`,
      tag: state.locale === "en" ? "zh-Hans" : "en",
    },
    languageLabel: text("settings.language"),
    foot: text("entrance.foot"),
  };
  return words;
}

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Follows the language link: remembers the choice and comes back without it; null when there is none to follow. */
export function chooseLanguage({ url, state }: Pick<Context<State>, "url" | "state">): Response | null {
  const language = LOCALES.find((locale) => locale === url.searchParams.get("lang"));
  if (!language) return null;
  const to = new URL(url);
  to.searchParams.delete("lang");
  const cookie = shortCookie(state.origin, "lang", language, YEAR_SECONDS);
  return new Response(null, { status: 303, headers: { location: `${to.pathname}${to.search}`, "set-cookie": cookie } });
}
