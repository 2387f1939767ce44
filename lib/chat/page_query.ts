import { ChatError } from "@/lib/errors.ts";
import type { TimelineWindow } from "./timeline.ts";

/** The contract's paging. As in the reference, what is no number counts as absent; the page clamps the rest. */
export function readPaging(query: URLSearchParams): { readonly page?: number; readonly limit?: number } {
  return { page: readLenient(query, "page"), limit: readLenient(query, "limit") };
}

function readLenient(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)?.trim();
  if (!text || !/^[+-]?\d{1,15}$/.test(text)) return undefined;
  return Number(text);
}

/** A stretch by seq, or null when the query names none. */
export function readWindow(query: URLSearchParams): TimelineWindow | null {
  const window = { before: readSeq(query, "before"), after: readSeq(query, "after"), around: readSeq(query, "around") };
  const given = Object.values(window).filter((value) => value !== undefined);
  if (given.length > 1) {
    throw new ChatError("invalid", { text: "Give one of before, after and around", field: "before" });
  }
  return given.length === 0 ? null : { ...window, limit: readLenient(query, "limit") };
}

function readSeq(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  const seq = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seq)) {
    throw new ChatError("invalid", {
      text: `${name} is "${text.slice(0, 40)}"; it must be a whole number`,
      field: name,
    });
  }
  return seq;
}
