import { isSeq } from "@/lib/protocol/fields.ts";
import { isId } from "@/lib/protocol/id.ts";
import { ChatError } from "@/lib/errors.ts";

/**
 * Cursors in an address or a header: `<conversation id>:<seq>`, separated by commas. Throws `invalid` for anything else.
 */
export function readCursors(text: string, most: number): Map<string, number> {
  const parts = text === "" ? [] : text.split(",");
  if (parts.length > most) refuse(`cursors has ${parts.length} entries, at most ${most}`);
  return new Map(parts.map((part) => {
    const [id, digits = ""] = part.split(":", 2);
    const seq = /^\d{1,16}$/.test(digits) ? Number(digits) : -1;
    if (!isId(id) || !isSeq(seq)) refuse("cursors must be conversation ids and numbers, as in id:7,id:9");
    return [id, seq];
  }));
}

export const writeCursors = (cursors: ReadonlyMap<string, number>): string =>
  [...cursors].map(([id, seq]) => `${id}:${seq}`).join(",");

/** Both together, the further one where both have a conversation. */
export function joinCursors(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Map<string, number> {
  const joined = new Map(a);
  for (const [id, seq] of b) joined.set(id, Math.max(seq, joined.get(id) ?? 0));
  return joined;
}

function refuse(text: string): never {
  throw new ChatError("invalid", { text, field: "cursors" });
}
