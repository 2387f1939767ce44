import type { Middleware } from "fresh";
import type { Config } from "@/lib/config.ts";
import type { State } from "@/lib/define.ts";

/** Asked from inside, often by address and without TLS. */
const INTERNAL = /^\/(health(\/|$)|metrics$)/;

/** With `FRESHET_FORCE_HTTPS` sends everybody to the encrypted address, the method kept. */
export const forceHttps = (config: Pick<Config, "forceHttps">): Middleware<State> => (ctx) => {
  const { origin } = ctx.state;
  if (!config.forceHttps || origin.startsWith("https:") || INTERNAL.test(ctx.url.pathname)) return ctx.next();
  const location = `https${origin.slice("http".length)}${ctx.url.pathname}${ctx.url.search}`;
  return new Response(null, { status: 308, headers: { location } });
};
