import type { Context } from "../context.ts";
import type { Middleware } from "../types.ts";
import { withHeaders } from "./headers.ts";

/** Which other origins may read responses, and how they may ask. */
export interface CORSOptions<State> {
  origin:
    | string
    | string[]
    | ((origin: string, ctx: Context<State>) => string | null | undefined);
  allowMethods?: string[];
  allowHeaders?: string[];
  exposeHeaders?: string[];
  credentials?: boolean;
  maxAge?: number;
}

/** Lets other origins use these routes, and answers the questions browsers ask first. */
export function cors<State>(options: Partial<CORSOptions<State>> = {}): Middleware<State> {
  const { origin = "*", allowMethods = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"] } = options;
  return async (ctx) => {
    const asked = ctx.req.headers.get("origin") ?? "";
    const allowed = typeof origin === "function"
      ? origin(asked, ctx)
      : typeof origin === "string"
      ? origin
      : origin.includes(asked)
      ? asked
      : null;
    const headers: Record<string, string> = {};
    if (allowed) headers["access-control-allow-origin"] = allowed;
    if (options.credentials) {
      headers["access-control-allow-credentials"] = "true";
    }
    if (options.exposeHeaders?.length) {
      headers["access-control-expose-headers"] = options.exposeHeaders.join(",");
    }
    const vary = origin === "*" ? [] : ["Origin"];

    if (ctx.req.method !== "OPTIONS") {
      return withVary(withHeaders(await ctx.next(), headers), vary);
    }
    if (options.maxAge !== undefined) {
      headers["access-control-max-age"] = String(options.maxAge);
    }
    if (allowMethods.length) {
      headers["access-control-allow-methods"] = allowMethods.join(",");
    }
    const asks = ctx.req.headers.get("access-control-request-headers");
    const allowHeaders = options.allowHeaders?.length
      ? options.allowHeaders.join(",")
      : asks?.split(/\s*,\s*/).join(",");
    if (allowHeaders) {
      headers["access-control-allow-headers"] = allowHeaders;
      vary.push("Access-Control-Request-Headers");
    }
    return withVary(new Response(null, { status: 204, headers }), vary);
  };
}

function withVary(response: Response, names: string[]): Response {
  for (const name of names) response.headers.append("vary", name);
  return response;
}
