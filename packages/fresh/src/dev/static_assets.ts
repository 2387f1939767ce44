import { createHash } from "node:crypto";
import { extname, join } from "node:path";
import { asset } from "../runtime/asset.ts";
import type { StaticFile } from "../snapshot.ts";
import { filesBelow } from "./crawl.ts";

const TYPES = new Map(
  `avif image/avif, css text/css, csv text/csv, gif image/gif, html text/html, ico image/vnd.microsoft.icon,
  jpeg image/jpeg, jpg image/jpeg, js text/javascript, json application/json, map application/json, md text/markdown,
  mjs text/javascript, mp3 audio/mpeg, mp4 video/mp4, ogg audio/ogg, otf font/otf, pdf application/pdf, png image/png,
  svg image/svg+xml, ttf font/ttf, txt text/plain, wasm application/wasm, wav audio/wav, webm video/webm,
  webmanifest application/manifest+json, webp image/webp, woff font/woff, woff2 font/woff2, xml text/xml, zip application/zip`
    .split(/,\s+/).map((entry) => entry.split(" ") as [string, string]),
);

/** Wraps bytes as a file to serve under `path`. */
export function staticFile(path: string, content: Uint8Array<ArrayBuffer>): StaticFile {
  const type = TYPES.get(extname(path).slice(1).toLowerCase()) ?? "application/octet-stream";
  const hasCharset = /^text\/|json$|svg/.test(type);
  const hash = createHash("sha256").update(content).digest("hex");
  return { type: hasCharset ? `${type}; charset=utf-8` : type, hash, content };
}

/** Reads the folders of static files by URL path. Of files with one path, that of the first folder counts. */
export async function readStatics(folders: readonly string[]): Promise<Map<string, StaticFile>> {
  const statics = new Map<string, StaticFile>();
  for (const folder of folders) {
    for (const file of await filesBelow(folder)) {
      const parts = file.split("/");
      const isHidden = parts.some((part) => part.startsWith(".") && part !== ".well-known");
      const path = `/${parts.map(encodeURIComponent).join("/")}`;
      if (isHidden || statics.has(path)) continue;
      const content = await Deno.readFile(join(folder, file));
      statics.set(path, staticFile(path, file.endsWith(".css") ? withAssetUrls(content) : content));
    }
  }
  return statics;
}

/** Ties root-relative `url()`s of a stylesheet to the build. */
function withAssetUrls(css: Uint8Array): Uint8Array<ArrayBuffer> {
  const rooted = /url\((\s*["']?)(\/[^"')\s]*)/g;
  const text = new TextDecoder().decode(css).replace(rooted, (_, before, path) => `url(${before}${asset(path)}`);
  return new TextEncoder().encode(text);
}
