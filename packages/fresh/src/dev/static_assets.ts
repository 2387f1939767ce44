import { createHash } from "node:crypto";
import { extname, join } from "node:path";
import { asset } from "../runtime/asset.ts";
import type { StaticFile } from "../snapshot.ts";
import { filesBelow } from "./crawl.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/vnd.microsoft.icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".mp3": "audio/mpeg",
  ".mp4": "video/mp4",
  ".ogg": "audio/ogg",
  ".otf": "font/otf",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".ttf": "font/ttf",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".wav": "audio/wav",
  ".webm": "video/webm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".xml": "text/xml; charset=utf-8",
  ".zip": "application/zip",
};

/** Wraps bytes as a file to serve under `path`. */
export function staticFile(path: string, content: Uint8Array<ArrayBuffer>): StaticFile {
  const hash = createHash("sha256").update(content).digest("hex");
  return { type: TYPES[extname(path).toLowerCase()] ?? "application/octet-stream", hash, content };
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
  const text = new TextDecoder().decode(css).replace(
    /url\((\s*["']?)(\/[^"')\s]*)/g,
    (_, before, path) => `url(${before}${asset(path)}`,
  );
  return new TextEncoder().encode(text);
}
