import { createDefine } from "fresh";
import type { Actor, ChatDeps } from "@/lib/chat/deps.ts";
import type { App } from "@/lib/app.ts";
import type { Locale } from "@/lib/i18n/locale.ts";

/** A person's own choices for the pages, kept in `users.settings`. Absent means the default. */
export interface PersonSettings {
  readonly theme?: "light" | "dark" | "system";
  readonly density?: "comfortable" | "compact";
  readonly language?: Locale | "auto";
  readonly clock?: "auto" | "12" | "24";
  readonly enterSends?: boolean;
  readonly reduceMotion?: boolean;
  readonly sound?: boolean;
  readonly notifications?: boolean;
  readonly doNotDisturb?: boolean;
}

/** Who is signed in for this request, as the session row says. */
export interface SignedIn extends Actor {
  readonly sessionKind: "cookie" | "jwt";
  readonly avatar: string;
  readonly settings: PersonSettings;
}

/** What middlewares leave for routes. */
export interface State {
  /** Everything that `main.ts` made. */
  app: App;
  deps: ChatDeps;
  requestId: string;
  /** The client's address, forwarded only by a trusted proxy. */
  address: string;
  /** The origin that this request came to, by forwarded scheme from a trusted proxy. */
  origin: string;
  /** Null when nobody is signed in; routes behind a guard use `user`. */
  signedIn: SignedIn | null;
  locale: Locale;
  /** A line to show on top of the page once, after a form. */
  flash: { readonly kind: "done" | "error"; readonly text: string } | null;
}

export const define = createDefine<State>();
