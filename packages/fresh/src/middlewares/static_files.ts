import { internals } from "../context.ts";
import { CACHE_KEY } from "../runtime/asset.ts";
import type { StaticFile } from "../snapshot.ts";
import { traced } from "../tracing.ts";
import type { Middleware } from "../types.ts";

const FOREVER = "public, max-age=31536000, immutable";
const NEVER = "no-cache, no-store, max-age=0, must-revalidate";

/** Serves the files of `static/` and of the build. */
export function staticFiles<State>(): Middleware<State> {
  return async (ctx) => {
    const { snapshot } = internals(ctx);
    const { basePath, mode } = ctx.config;
    const { pathname } = ctx.url;
    const path = basePath && pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname;
    const file = path === "/" ? undefined : snapshot.statics.get(path);
    if (!file) {
      return path === "/favicon.ico" ? new Response(null, { status: 404 }) : await ctx.next();
    }
    const { method } = ctx.req;
    if (method !== "GET" && method !== "HEAD") {
      return new Response("Method Not Allowed", { status: 405 });
    }

    return await traced(
      "static file",
      { "fresh.span_type": "static_file" },
      async (span) => {
        const key = ctx.url.searchParams.get(CACHE_KEY);
        if (key !== null && key !== snapshot.buildId) {
          span.setAttribute("fresh.cache", "invalid_bust_key");
          return redirectWithoutKey(ctx.url);
        }
        const isProduction = mode === "production";
        const isTied = key !== null ||
          path.startsWith(`/_fresh/js/${snapshot.buildId}/`);
        const headers = new Headers({ "content-type": file.type, vary: "If-None-Match" });
        headers.set("cache-control", isTied && isProduction ? FOREVER : NEVER);
        if (isProduction) headers.set("etag", `W/"${file.hash}"`);
        if (isProduction && hasTag(ctx.req.headers.get("if-none-match"), file.hash)) {
          span.setAttribute("fresh.cache", "not_modified");
          return new Response(null, { status: 304, headers });
        }
        span.setAttribute("fresh.cache", isTied ? "immutable" : "no_cache");
        return await send(file, method, headers);
      },
    );
  };
}

function redirectWithoutKey(url: URL): Response {
  const clean = new URL(url);
  clean.searchParams.delete(CACHE_KEY);
  return new Response(null, { status: 307, headers: { location: clean.pathname + clean.search } });
}

function hasTag(header: string | null, hash: string): boolean {
  if (header === null) return false;
  return header.split(",").some((tag) => tag.trim().replace(/^W\//, "") === `"${hash}"`);
}

async function send({ content }: StaticFile, method: string, headers: Headers): Promise<Response> {
  if (content instanceof Uint8Array) {
    headers.set("content-length", String(content.length));
    return new Response(method === "HEAD" ? null : content, { headers });
  }
  if (method === "HEAD") {
    headers.set("content-length", String((await Deno.stat(content.file)).size));
    return new Response(null, { headers });
  }
  const file = await Deno.open(content.file);
  try {
    headers.set("content-length", String((await file.stat()).size));
  } catch (error) {
    file.close();
    throw error;
  }
  return new Response(file.readable, { headers });
}
