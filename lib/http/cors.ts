import type { Middleware } from "fresh";
import type { Config } from "@/lib/config.ts";
import type { State } from "@/lib/define.ts";

const ALLOW_HEADERS =
  "Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token, Authorization, accept, origin, Cache-Control, X-Requested-With";
const ALLOW_METHODS = "POST, OPTIONS, GET, PUT, DELETE";

/** Off unless the operator has listed origins: then those may use the API from their pages. `OPTIONS` is always 204. */
export const cors = (config: Pick<Config, "origins">): Middleware<State> => async (ctx) => {
  if (!ctx.url.pathname.startsWith("/api/")) return await ctx.next();
  const origin = ctx.req.headers.get("origin");
  const isListed = origin !== null && (config.origins?.includes(origin) ?? false);
  const response = ctx.req.method === "OPTIONS" ? new Response(null, { status: 204 }) : await ctx.next();
  const { headers } = response;
  if (config.origins) headers.append("vary", "Origin");
  if (!isListed) return response;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-allow-credentials", "true");
  headers.set("access-control-expose-headers", "Retry-After, X-Request-Id");
  headers.set("cross-origin-resource-policy", "cross-origin");
  if (ctx.req.method === "OPTIONS") {
    headers.set("access-control-allow-headers", ALLOW_HEADERS);
    headers.set("access-control-allow-methods", ALLOW_METHODS);
    headers.set("access-control-max-age", "600");
  }
  return response;
};
