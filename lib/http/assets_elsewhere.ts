import type { Middleware } from "fresh";
import type { Config } from "@/lib/config.ts";
import type { State } from "@/lib/define.ts";

/** What a policy must allow of the address where files are loaded from: scripts by it and by nonce, nothing else of it. */
export const assetSources = (assetUrl: string | null): string[] =>
  assetUrl === null
    ? []
    : ["script-src 'self'", "style-src 'self'", "font-src 'self'", "connect-src 'self'"].map((directive) =>
      `${directive} ${assetUrl}${/^s(cript|tyle)/.test(directive) ? " 'unsafe-inline'" : ""}`
    );

/**
 * Pages name their styles, scripts and pictures at another address, such as a CDN's, which fetches them here. Only files
 * that are tied to the build; the sprite of icons and the worker stay, since browsers take these from the page's own address.
 */
export const assetsElsewhere = ({ assetUrl }: Pick<Config, "assetUrl">): Middleware<State> => async (ctx) => {
  const response = await ctx.next();
  if (assetUrl === null) return response;
  const { headers } = response;
  if (headers.get("content-type")?.startsWith("text/html")) return await rewrite(response, assetUrl);
  if (headers.get("cache-control")?.includes("immutable") && !ctx.url.pathname.startsWith("/files/")) {
    headers.set("access-control-allow-origin", "*");
    headers.set("cross-origin-resource-policy", "cross-origin");
  }
  return response;
};

async function rewrite(response: Response, base: string): Promise<Response> {
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  const link = headers.get("link");
  if (link !== null) headers.set("link", link.replaceAll("</_fresh/js/", `<${base}/_fresh/js/`));
  const { status, body } = response;
  return new Response(body === null ? null : nameElsewhere(await response.text(), base), { status, headers });
}

/** Quotes of what people have written are escaped in markup and in data alike, so nobody's text has these forms. */
export const nameElsewhere = (html: string, base: string): string =>
  html
    // With CORS, so that the worker may keep it.
    .replaceAll(/<link rel="stylesheet" href="(\/[^"]*)"/g, `<link rel="stylesheet" crossorigin href="${base}$1"`)
    .replaceAll(/ src="(\/[^"]*[?&]__frsh_c=[^"]*|\/_fresh\/js\/[^"]*)"/g, ` src="${base}$1"`)
    .replace(
      /"islands":\[.*?\],"instances":/,
      (islands) => islands.replaceAll(`["/_fresh/js/`, `["${base}/_fresh/js/`),
    );
