import type { Context } from "../context.ts";
import { HttpError } from "../runtime/http_error.ts";
import type { Middleware } from "../types.ts";

/** Which other origins may send unsafe requests. */
export interface CsrfOptions<State> {
  origin?: string | string[] | ((origin: string, ctx: Context<State>) => boolean);
}

/** Refuses unsafe requests that another site made the browser send. */
export function csrf<State>(options: CsrfOptions<State> = {}): Middleware<State> {
  const isAllowed = (origin: string, ctx: Context<State>): boolean => {
    const { origin: allowed = ctx.url.origin } = options;
    return typeof allowed === "function" ? allowed(origin, ctx) : [allowed].flat().includes(origin);
  };
  return (ctx) => {
    const { method, headers } = ctx.req;
    const site = headers.get("sec-fetch-site");
    const origin = headers.get("origin");
    const isSafe = ["GET", "HEAD", "OPTIONS"].includes(method) || site === "same-origin" || site === "none";
    if (isSafe || (origin === null ? site === null : isAllowed(origin, ctx))) return ctx.next();
    throw new HttpError(403);
  };
}
