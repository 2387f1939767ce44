import { fileTypeFromBuffer } from "file-type";

/** As many first bytes as `file-type` looks at. */
export const SNIFF_BYTES = 4_100;

export const UNKNOWN_TYPE = "application/octet-stream";

/** Pictures that we decode and write anew; only those are ever shown inside a page. */
const PICTURES = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]);

/** Other types that may be named. What could be run or rendered by a browser is not among them. */
const NAMED =
  /^(?:audio|video)\/[\w.+-]+$|^application\/(?:pdf|zip|gzip|x-7z-compressed|x-tar|x-bzip2|epub\+zip|vnd\.[\w.+-]+)$/;

/** The type of a file by its first bytes; never by its name or by what was sent. */
export async function sniffType(head: Uint8Array): Promise<string> {
  const found = (await fileTypeFromBuffer(head).catch(() => undefined))?.mime ?? UNKNOWN_TYPE;
  return PICTURES.has(found) || NAMED.test(found) ? found : UNKNOWN_TYPE;
}

export const isPictureType = (mime: string): boolean => PICTURES.has(mime);
