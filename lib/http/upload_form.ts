import { Buffer } from "node:buffer";
import { ChatError } from "@/lib/errors.ts";
import { Turns } from "@/lib/files/turns.ts";
import { readBytes } from "./body.ts";

/** A form with files: they are in memory while it is read, so it may be no longer than this; larger files come as streams. */
export const MAX_FORM_BYTES = 25 * 1024 * 1024;
/** What stands around the files. */
const FIELDS_BYTES = 128 * 1024;
const MOST_PARTS = 64;
const atOnce = new Turns(2);

export interface UploadForm {
  /** In the order they came, without those that a browser sends for a field left empty. */
  readonly files: readonly File[];
  readonly fields: ReadonlyMap<string, string>;
}

/** Reads a form with files, few at a time, and does the work while its turn lasts. */
export const withUploadForm = <T>(
  request: Request,
  maxFileBytes: number,
  work: (form: UploadForm) => Promise<T>,
): Promise<T> =>
  atOnce.take(async () => {
    const bytes = await readBytes(request, Math.min(maxFileBytes, MAX_FORM_BYTES) + FIELDS_BYTES);
    return await work(await parse(bytes, request.headers.get("content-type") ?? ""));
  });

async function parse(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<UploadForm> {
  const boundary = /^multipart\/form-data\s*;.*\bboundary="?([^";,]{1,70})"?/i.exec(type)?.[1];
  if (boundary === undefined) throw new ChatError("bad_request", { text: "Failed to get file" });
  refuseManyParts(Buffer.from(bytes.buffer), `--${boundary}`);
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData().catch((cause) => {
    throw new ChatError("bad_request", { text: "Failed to get file", cause });
  });
  const files: File[] = [];
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    if (typeof value === "string") fields.set(name, value.replaceAll("\r\n", "\n"));
    else if (name === "file" && (value.name !== "" || value.size > 0)) files.push(value);
  }
  return { files, fields };
}

/** A hundred thousand parts would be as many objects. */
function refuseManyParts(bytes: Buffer, delimiter: string): void {
  let count = 0;
  for (let at = bytes.indexOf(delimiter); at >= 0; at = bytes.indexOf(delimiter, at + delimiter.length)) {
    if (++count > MOST_PARTS) {
      throw new ChatError("bad_request", { text: `The form has more than ${MOST_PARTS} parts` });
    }
  }
}
