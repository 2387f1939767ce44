import type { Locale } from "./locale.ts";

/** How the person who looks at the page wants words and times. Plain JSON: it crosses from the server to islands. */
export interface Reader {
  readonly locale: Locale;
  readonly clock: "auto" | "12" | "24";
  /** IANA name. The server learns it from a cookie that islands set; until then its own. */
  readonly timeZone: string | undefined;
  /** The moment that "today" refers to, in milliseconds; the server's on first render, so that hydration finds the same words. */
  readonly now: number;
}
