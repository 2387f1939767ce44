import type { Context } from "../context.ts";
import { HttpError } from "../runtime/http_error.ts";
import type { Middleware } from "../types.ts";

/** Which other origins may send unsafe requests. */
export interface CsrfOptions<State> {
  origin?:
    | string
    | string[]
    | ((origin: string, ctx: Context<State>) => boolean);
}

/** Refuses unsafe requests that another site made the browser send. */
export function csrf<State>(options: CsrfOptions<State> = {}): Middleware<State> {
  const isAllowed = (origin: string, ctx: Context<State>): boolean => {
    const { origin: allowed = ctx.url.origin } = options;
    if (typeof allowed === "function") return allowed(origin, ctx);
    return typeof allowed === "string" ? origin === allowed : allowed.includes(origin);
  };
  return (ctx) => {
    const { method, headers } = ctx.req;
    if (["GET", "HEAD", "OPTIONS"].includes(method)) return ctx.next();
    const site = headers.get("sec-fetch-site");
    if (site === "same-origin" || site === "none") return ctx.next();
    const origin = headers.get("origin");
    const isFine = origin === null ? site === null : isAllowed(origin, ctx);
    if (!isFine) throw new HttpError(403);
    return ctx.next();
  };
}
