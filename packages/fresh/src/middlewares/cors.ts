import type { Context } from "../context.ts";
import type { Middleware } from "../types.ts";
import { withHeaders } from "./csp.ts";

/** Which other origins may read responses, and how they may ask. */
export interface CORSOptions<State> {
  origin: string | string[] | ((origin: string, ctx: Context<State>) => string | null | undefined);
  allowMethods?: string[];
  allowHeaders?: string[];
  exposeHeaders?: string[];
  credentials?: boolean;
  maxAge?: number;
}

/** Lets other origins use these routes, and answers the questions that browsers ask first. */
export function cors<State>(options: Partial<CORSOptions<State>> = {}): Middleware<State> {
  const { origin = "*", allowMethods = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"] } = options;
  const allowed = typeof origin === "function"
    ? origin
    : (asked: string) => origin === "*" ? "*" : [origin].flat().find((one) => one === asked);
  return async (ctx) => {
    const isPreflight = ctx.req.method === "OPTIONS";
    // Read first: once a socket has been opened, its request cannot be read.
    const allowedOrigin = allowed(ctx.req.headers.get("origin") ?? "", ctx);
    const response = isPreflight ? new Response(null, { status: 204 }) : withHeaders(await ctx.next());
    const set = (name: string, value: string | null | undefined) => {
      if (value) response.headers.set(`access-control-${name}`, value);
    };
    set("allow-origin", allowedOrigin);
    set("allow-credentials", options.credentials ? "true" : "");
    set("expose-headers", options.exposeHeaders?.join(","));
    if (origin !== "*") response.headers.append("vary", "Origin");
    if (!isPreflight) return response;
    const asked = ctx.req.headers.get("access-control-request-headers");
    set("max-age", options.maxAge?.toString());
    set("allow-methods", allowMethods.join(","));
    const allowHeaders = options.allowHeaders?.join(",") || asked?.replaceAll(/\s*,\s*/g, ",");
    set("allow-headers", allowHeaders);
    if (allowHeaders) response.headers.append("vary", "Access-Control-Request-Headers");
    return response;
  };
}
