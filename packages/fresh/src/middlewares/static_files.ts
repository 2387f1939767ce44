import { CACHE_KEY } from "../runtime/asset.ts";
import { OWN, type StaticFile } from "../snapshot.ts";
import { traced } from "../tracing.ts";
import type { Middleware } from "../types.ts";

const FOREVER = "public, max-age=31536000, immutable";
const NEVER = "no-cache, no-store, max-age=0, must-revalidate";

/** Serves the files of `static/` and of the build. */
export function staticFiles<State>(): Middleware<State> {
  return async (ctx) => {
    const { req: { method, headers: asked }, url, config: { basePath, mode } } = ctx;
    const { buildId, statics } = ctx[OWN].snapshot;
    const path = url.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length) : url.pathname;
    const file = path === "/" ? undefined : statics.get(path) ?? statics.get(encodedAgain(path));
    if (!file) return path === "/favicon.ico" ? new Response(null, { status: 404 }) : await ctx.next();
    if (method !== "GET" && method !== "HEAD") return new Response("Method Not Allowed", { status: 405 });

    return await traced("static file", { "fresh.span_type": "static_file" }, async (span) => {
      const key = url.searchParams.get(CACHE_KEY);
      if (key !== null && key !== buildId) {
        span.setAttribute("fresh.cache", "invalid_bust_key");
        return redirectWithoutKey(url);
      }
      const isProduction = mode === "production";
      const isTied = isProduction && (key !== null || path.startsWith(`/_fresh/js/${buildId}/`));
      const headers = new Headers({ "content-type": file.type, vary: "If-None-Match" });
      headers.set("cache-control", isTied ? FOREVER : NEVER);
      if (isProduction) headers.set("etag", `W/"${file.hash}"`);
      const isKnown = isProduction && asked.get("if-none-match")?.includes(file.hash);
      span.setAttribute("fresh.cache", isKnown ? "not_modified" : isTied ? "immutable" : "no_cache");
      return isKnown ? new Response(null, { status: 304, headers }) : await send(file, method, headers);
    });
  };
}

/** Files are listed with each segment fully percent-encoded, while browsers leave signs such as `@` as they are. */
function encodedAgain(path: string): string {
  try {
    return path.split("/").map((part) => encodeURIComponent(decodeURIComponent(part))).join("/");
  } catch {
    return path; // malformed escapes name no file
  }
}

function redirectWithoutKey(url: URL): Response {
  const clean = new URL(url);
  clean.searchParams.delete(CACHE_KEY);
  return new Response(null, { status: 307, headers: { location: clean.pathname + clean.search } });
}

async function send({ content }: StaticFile, method: string, headers: Headers): Promise<Response> {
  const size = typeof content === "string" ? (await Deno.stat(content)).size : content.length;
  headers.set("content-length", String(size));
  if (method === "HEAD") return new Response(null, { headers });
  return new Response(typeof content === "string" ? (await Deno.open(content)).readable : content, { headers });
}
