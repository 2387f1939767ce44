import type { Middleware } from "fresh";
import type { State } from "@/lib/define.ts";
import { logger } from "@/lib/log.ts";

const log = logger("http");

/** Counts and times every answer by its route's pattern. Neither paths nor queries are logged: they can hold tokens. */
export const observe: Middleware<State> = async (ctx) => {
  const start = performance.now();
  const response = await ctx.next();
  const ms = performance.now() - start;
  const { method } = ctx.req;
  const route = ctx.route ?? (response.status < 400 ? "static" : "unmatched");
  ctx.state.app.metrics.recordHttp(knownMethod(method), route, response.status, ms / 1000);
  log.debug("request", { requestId: ctx.state.requestId, method, route, status: response.status, ms: Math.round(ms) });
  return response;
};

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Clients choose method names, so only the usual ones become labels. */
const knownMethod = (method: string): string => METHODS.has(method) ? method : "other";
