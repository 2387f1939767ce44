import type { Limits } from "./limits.ts";

/** The bounds that a text must keep before anything parses it. */
export type JsonBounds = Pick<Limits, "jsonDepth" | "jsonKeys" | "resumeCursors">;

const QUOTE = 0x22, BACKSLASH = 0x5c, COLON = 0x3a, OPEN = 0x7b, CLOSE = 0x7d, OPEN_LIST = 0x5b, CLOSE_LIST = 0x5d;

/**
 * Why a text is too deep or has too many keys, or null. One pass over the characters, before parsing: a nested or
 * stuffed text is refused for the price of reading it. Says nothing about whether the text is JSON.
 */
export function findJsonBomb(text: string, bounds: JsonBounds): string | null {
  /** Colons in each open object; lists stand in it with 0. */
  const keys: number[] = [];
  let depth = 0;
  let stringStart = 0;
  let stringEnd = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        stringStart = at;
        stringEnd = at = endOfString(text, at);
        break;
      case OPEN:
      case OPEN_LIST:
        if (++depth > bounds.jsonDepth) return `deeper than ${bounds.jsonDepth} levels`;
        keys[depth] = isCursors(text, stringStart, stringEnd, depth) ? bounds.resumeCursors : bounds.jsonKeys;
        break;
      case CLOSE:
      case CLOSE_LIST:
        depth--;
        break;
      case COLON:
        if (depth > 0 && (keys[depth] ?? 0) <= 0) return `more than ${bounds.jsonKeys} keys in an object`;
        keys[depth] = (keys[depth] ?? 0) - 1;
    }
  }
  return null;
}

/** Only the map of cursors may be large: one member for each of a person's conversations. */
const isCursors = (text: string, keyStart: number, keyEnd: number, depth: number): boolean =>
  depth === 2 && text.slice(keyStart, keyEnd + 1) === '"cursors"';

function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) break;
  }
  return at;
}
