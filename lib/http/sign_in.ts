import type { Middleware } from "fresh";
import type { SignedIn, State } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { chooseLocale } from "@/lib/i18n/locale.ts";
import { readCookie, readSessionCookie } from "./cookies.ts";
import { clearedFlashCookie, readFlash } from "./flash.ts";
import { checkOrigin, checkSocketOrigin, hasBearer, readBearer } from "./origin.ts";

/** Must answer while storage is away, so nobody is looked up for them. */
const ANONYMOUS = /^\/(health(\/|$)|metrics$)/;

/** Finds out who asks, by bearer token or else by cookie, after the origin has been checked. */
export const signIn: Middleware<State> = async (ctx) => {
  const { req, state, url } = ctx;
  // First, for the page that says why the rest could not be done.
  state.signedIn = state.flash = null;
  state.locale = chooseLocale(req.headers.get("accept-language"), readCookie(req.headers, "lang") ?? undefined);
  checkOrigin(req, state);
  state.signedIn = ANONYMOUS.test(url.pathname) ? null : await findSignedIn(req, state, url);
  // Who is not signed in can still choose a language, on the sign-in page.
  const language = state.signedIn?.settings.language ?? readCookie(req.headers, "lang") ?? undefined;
  state.locale = chooseLocale(req.headers.get("accept-language"), language);
  state.flash = req.method === "GET" ? readFlash(req.headers) : null;
  const response = await ctx.next();
  const isPage = response.headers.get("content-type")?.startsWith("text/html") ?? false;
  if (state.flash && isPage) response.headers.append("set-cookie", clearedFlashCookie(state.origin));
  return response;
};

async function findSignedIn(req: Request, state: State, url: URL): Promise<SignedIn | null> {
  const { auth } = state.app;
  if (hasBearer(req.headers)) return await auth.authenticateToken(readBearer(req.headers));
  const cookie = readSessionCookie(req.headers, state.origin);
  if (cookie === null) return null;
  if (req.headers.get("upgrade")?.toLowerCase() === "websocket") {
    if (bringsToken(req, url)) return null;
    checkSocketOrigin(req, state);
  }
  return await auth.authenticateCookie(cookie);
}

const bringsToken = (req: Request, url: URL): boolean =>
  url.searchParams.has("token") || (req.headers.get("sec-websocket-protocol") ?? "").includes("bearer.");

/** Who is signed in; otherwise a page leads to the sign-in page and the API answers 401. */
export function requireSignedIn(state: Pick<State, "signedIn">): SignedIn {
  if (!state.signedIn) throw new ChatError("signed_out");
  return state.signedIn;
}

/** Guard for a folder of pages. */
export const requireUser: Middleware<State> = (ctx) => {
  requireSignedIn(ctx.state);
  return ctx.next();
};

/** Guard for pages of administrators; for others there is nothing here. */
export const requireAdmin: Middleware<State> = (ctx) => {
  if (!requireSignedIn(ctx.state).isAdmin) throw new ChatError("not_found");
  return ctx.next();
};
