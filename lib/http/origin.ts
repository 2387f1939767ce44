import type { State } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { readSessionCookie } from "./cookies.ts";

type Ours = Pick<State, "origin"> & {
  readonly app: { readonly config: { readonly origins: readonly string[] | null } };
};

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether pages of this origin are ours: on the operator's list, or, without a list, the one that was asked. */
export function isOwnOrigin(origin: string, state: Ours): boolean {
  const { origins } = state.app.config;
  return origins ? origins.includes(origin) : origin === state.origin;
}

/**
 * Refuses with `bad_origin` what another site may have made a browser send. Unsafe methods with a cookie must prove where
 * they come from; without one they may still not come from elsewhere. Bearer requests are exempt: no browser adds those.
 */
export function checkOrigin(request: Request, state: Ours): void {
  if (SAFE.has(request.method) || hasBearer(request.headers)) return;
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const hasCookie = readSessionCookie(request.headers, state.origin) !== null;
  const isOurs = origin !== null
    ? isOwnOrigin(origin, state)
    : site !== null
    ? site === "same-origin" || site === "none"
    : !hasCookie;
  if (!isOurs) throw new ChatError("bad_origin");
}

/** Refuses a socket that a cookie would sign in unless a page of ours opens it. Browsers always say which page does. */
export function checkSocketOrigin(request: Request, state: Ours): void {
  const origin = request.headers.get("origin");
  if (origin === null || !isOwnOrigin(origin, state)) throw new ChatError("bad_origin");
}

export const hasBearer = (headers: Headers): boolean => /^bearer\s/i.test(headers.get("authorization") ?? "");

/** The token of `Authorization: Bearer`, or the contract's refusal that says what is missing. */
export function readBearer(headers: Headers): string {
  const header = headers.get("authorization");
  if (header === null) throw new ChatError("authorization_required");
  const token = /^bearer\s+(\S.*)$/i.exec(header)?.[1]?.trim();
  if (!token) throw new ChatError("bearer_required");
  return token;
}
