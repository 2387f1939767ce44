import type { Context } from "fresh";
import type { EntranceProps } from "@/components/shell/Entrance.tsx";
import type { State } from "@/lib/define.ts";
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
    foot: text("entrance.foot"),
  };
  return words;
}
