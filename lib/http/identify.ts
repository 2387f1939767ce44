import type { Middleware } from "fresh";
import type { Config } from "@/lib/config.ts";
import type { State } from "@/lib/define.ts";
import { newId } from "@/lib/ids.ts";
import { Addresses } from "./address.ts";

const REQUEST_ID = /^[\w-]{8,64}$/;

/** Gives every request its id, its client's address and the origin it was meant for. */
export function identify(config: Pick<Config, "trustedProxies">): Middleware<State> {
  const addresses = new Addresses(config.trustedProxies);
  return async (ctx) => {
    const { headers } = ctx.req;
    const peer = addresses.read(headers, ctx.info, ctx.url.protocol);
    const given = peer.isTrusted ? headers.get("x-request-id") : null;
    ctx.state.requestId = given && REQUEST_ID.test(given) ? given : newId();
    ctx.state.address = peer.address;
    ctx.state.origin = new URL(`${peer.isHttps ? "https" : "http"}://${ctx.url.host}`).origin;
    const response = await ctx.next();
    response.headers.set("x-request-id", ctx.state.requestId);
    return response;
  };
}
