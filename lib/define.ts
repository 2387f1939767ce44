import { createDefine } from "fresh";
import type { ChatDeps } from "@/lib/chat/deps.ts";
import type { SignedIn } from "@/lib/auth/signed_in.ts";
import type { App } from "@/lib/app.ts";
import type { Locale } from "@/lib/i18n/locale.ts";

export type { PersonSettings, SignedIn } from "@/lib/auth/signed_in.ts";

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
  /** A content security policy in place of the pages' own, for what is no page. */
  policy?: string;
  /** Of a socket's request: its place among those that wait for their welcome is free again. */
  opened?: () => void;
  /** A line to show on top of the page once, after a form. */
  flash: { readonly kind: "done" | "error"; readonly text: string } | null;
}

export const define = createDefine<State>();
