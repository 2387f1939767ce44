import type { Context } from "fresh";
import type { State } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { type AttachmentRow, isPictureRow } from "@/lib/files/attachment_json.ts";
import { type Variant, VARIANTS } from "@/lib/files/pictures.ts";
import { isId } from "@/lib/ids.ts";
import { readRange } from "./byte_range.ts";
import { contentDisposition } from "./content_disposition.ts";
import { filesOf } from "./files_of.ts";
import { requireSignedIn } from "./sign_in.ts";

/** Whatever it is, it runs nothing, loads nothing and has no origin of ours. */
const SANDBOX = "sandbox; default-src 'none'";
/** May be kept, but asked for each time: access can end, and a recall takes the file away. */
const CHECKED = "private, no-cache, no-transform";
/** A picture of a person or group has a new address when it changes. */
const FOREVER = "private, max-age=31536000, immutable, no-transform";

/** A file as the person who asks may see it. `?size=` gives a smaller picture, `?download` saves in place of showing. */
export async function serveFile(ctx: Context<State>, id: string): Promise<Response> {
  const me = requireSignedIn(ctx.state);
  const { files, row } = await findFile(ctx, me.id, id);
  const variant = isPictureRow(row) ? variantOf(ctx.url) : null;
  ctx.state.policy = SANDBOX;
  const headers = headersOf(row, variant, ctx.url);
  const etag = headers.get("etag") ?? "";
  if (isKnown(ctx.req.headers, etag)) return new Response(null, { status: 304, headers });
  const ifRange = ctx.req.headers.get("if-range");
  const range = variant !== null || (ifRange !== null && ifRange !== etag)
    ? null
    : readRange(ctx.req.headers.get("range"), row.size);
  if (range === "none") {
    headers.set("content-range", `bytes */${row.size}`);
    headers.delete("content-disposition");
    return new Response(null, { status: 416, headers });
  }
  const found = await files.read(row, variant, range ?? undefined);
  if (!found) throw new ChatError("not_found");
  headers.set("content-length", String(range ? range.last - range.first + 1 : found.size));
  if (range) headers.set("content-range", `bytes ${range.first}-${range.last}/${found.size}`);
  if (ctx.req.method !== "HEAD") return new Response(found.body, { status: range ? 206 : 200, headers });
  await found.body.cancel();
  return new Response(null, { headers });
}

async function findFile(ctx: Context<State>, viewerId: string, id: string) {
  if (!isId(id)) throw new ChatError("not_found");
  const files = filesOf(ctx.state.deps);
  return { files, row: await files.getReadable(viewerId, id) };
}

function headersOf(row: AttachmentRow, variant: Variant | null, url: URL): Headers {
  const isShown = isPictureRow(row) && !url.searchParams.has("download");
  return new Headers({
    "content-type": variant ? "image/webp" : row.mime,
    "content-disposition": contentDisposition(isShown ? "inline" : "attachment", row.name),
    "cache-control": row.purpose === "avatar" ? FOREVER : CHECKED,
    "etag": `"${row.sha256}${variant ? `-${variant}` : ""}"`,
    "x-content-type-options": "nosniff",
    ...variant ? {} : { "accept-ranges": "bytes" },
  });
}

const variantOf = (url: URL): Variant | null =>
  VARIANTS.find((variant) => variant === url.searchParams.get("size")) ?? null;

const isKnown = (headers: Headers, etag: string): boolean =>
  (headers.get("if-none-match") ?? "").split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
