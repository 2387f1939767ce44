import { csp, type Middleware } from "fresh";
import type { Config } from "@/lib/config.ts";
import type { State } from "@/lib/define.ts";
import { assetSources } from "./assets_elsewhere.ts";

const POLICY = [
  "media-src 'self' blob:",
  "worker-src 'self'",
  "manifest-src 'self'",
];

const HEADERS: readonly (readonly [string, string])[] = [
  ["x-content-type-options", "nosniff"],
  // Not "no-referrer": forms would then send `Origin: null`, which the origin check must refuse.
  ["referrer-policy", "same-origin"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ["permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"],
  ["x-frame-options", "DENY"],
];

const HSTS = "max-age=31536000";

/** Headers that every answer carries, whatever answers. Pages get their policy with a nonce. */
export const securityHeaders = (
  config: Pick<Config, "forceHttps" | "assetUrl">,
): Middleware<State>[] => [
  async (ctx) => {
    const response = await ctx.next();
    const { headers } = response;
    for (const [name, value] of HEADERS) if (!headers.has(name)) headers.set(name, value);
    const isHttps = ctx.state.origin.startsWith("https:");
    if (config.forceHttps && isHttps) headers.set("strict-transport-security", HSTS);
    const policy = ctx.state.policy ?? headers.get("content-security-policy");
    if (policy) headers.set("content-security-policy", tighten(policy, isHttps));
    // Chats are nobody else's business: what does not say otherwise is kept by no cache.
    if (!headers.has("cache-control")) headers.set("cache-control", "private, no-store");
    headers.delete("server");
    return response;
  },
  csp<State>({
    useNonce: true,
    csp: [...POLICY, ...assetSources(config.assetUrl), `img-src 'self' data: blob: ${config.assetUrl ?? ""}`],
  }),
];

/**
 * Fresh's default policy cannot be reduced by options: what has no nonce keeps 'unsafe-inline', and
 * `upgrade-insecure-requests` breaks plain HTTP on any host but this machine.
 */
export const tighten = (policy: string, isHttps: boolean): string =>
  policy.split(";").map((directive) => directive.trim().replaceAll(/\s+'unsafe-inline'/g, ""))
    .filter((directive) => directive !== "" && (isHttps || directive !== "upgrade-insecure-requests"))
    .join("; ");
