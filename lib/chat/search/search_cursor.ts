import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";

/** Where in the order of all hits a page ends: by time, then conversation, then number, all backward. */
export interface SearchCursor {
  readonly ms: number;
  readonly conversationId: string;
  readonly seq: number;
}

/** Ahead of every message of this time or earlier. */
export const cursorAt = (ms: number): SearchCursor => ({
  ms,
  conversationId: "ffffffff-ffff-ffff-ffff-ffffffffffff",
  seq: Number.MAX_SAFE_INTEGER,
});

/** Newest first. */
export const compareCursors = (a: SearchCursor, b: SearchCursor): number =>
  b.ms - a.ms || (a.conversationId < b.conversationId ? 1 : a.conversationId > b.conversationId ? -1 : b.seq - a.seq);

export const writeCursor = ({ ms, conversationId, seq }: SearchCursor): string => `${ms}.${conversationId}.${seq}`;

export function readCursor(text: string): SearchCursor {
  const [ms = "", conversationId = "", seq = ""] = text.split(".");
  if (!/^\d{1,15}$/.test(ms) || !isId(conversationId) || !/^\d{1,16}$/.test(seq)) {
    throw new ChatError("invalid", { text: "Cannot search: after is no cursor of this search", field: "after" });
  }
  return { ms: Number(ms), conversationId, seq: Number(seq) };
}
