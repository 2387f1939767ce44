import type { z } from "zod";
import { ChatError } from "@/lib/errors.ts";
import { checkValue } from "./check_value.ts";

export const MAX_BODY_BYTES = 1024 * 1024;

/** The JSON body, checked. Only `application/json` counts: other types can be sent across sites without being asked. */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
  maxBytes = MAX_BODY_BYTES,
): Promise<z.output<S>> {
  if (typeOf(request) !== "application/json") throw new ChatError("unsupported_type");
  const bytes = await readBytes(request, maxBytes);
  return checkValue(parse(bytes), schema);
}

/** A form as pages send it, urlencoded or multipart. Files are for another reader: here they count as text of no length. */
export async function readForm(request: Request, maxBytes = MAX_BODY_BYTES): Promise<ReadonlyMap<string, string>> {
  const type = typeOf(request);
  if (type !== "application/x-www-form-urlencoded" && type !== "multipart/form-data") {
    throw new ChatError("unsupported_type", { text: "Content type must be that of a form" });
  }
  const bytes = await readBytes(request, maxBytes);
  const headers = { "content-type": request.headers.get("content-type") ?? "" };
  const form = await new Response(bytes, { headers }).formData().catch((cause) => {
    throw new ChatError("bad_request", { text: "Cannot read the form", cause });
  });
  const fields = new Map<string, string>();
  for (const [name, value] of form) if (typeof value === "string") fields.set(name, value.replaceAll("\r\n", "\n"));
  for (const [name, value] of fields) refuseNul(name, value);
  return fields;
}

const typeOf = (request: Request): string =>
  (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

/** The whole body, given up as soon as it proves too long. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () =>
    new ChatError("too_large", { text: `Request body is too large: at most ${maxBytes.toLocaleString("en")} bytes` });
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ChatError("bad_json", { cause });
  }
}

/** PostgreSQL cannot hold U+0000, so it is refused where it comes in. */
function refuseNul(field: string, value: string): void {
  if (value.includes("\0")) {
    throw new ChatError("invalid", { field, text: `${field} may not hold the character U+0000` });
  }
}
