import type { ByteRange } from "@/lib/files/file_store.ts";

/**
 * The stretch that a `Range` header asks for: null for everything, which several stretches and what cannot be read get as
 * well (RFC 9110 §14.2), "none" when nothing of the file lies in it.
 */
export function readRange(header: string | null, size: number): ByteRange | "none" | null {
  const [, from = "", to = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return null;
  if (from === "") {
    const length = Math.min(Number(to), size);
    return length === 0 ? "none" : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== "" && Number(to) < first) return null;
  return first >= size ? "none" : { first, last };
}
