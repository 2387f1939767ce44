import { UNSPACED } from "@/lib/protocol/unspaced.ts";
import type { PersonJson } from "@/lib/protocol/messages.ts";

/** A name that is being typed behind its sign. */
export interface Trigger {
  readonly sign: "@" | ":";
  /** Where the sign stands. */
  readonly start: number;
  readonly query: string;
}

const LONGEST = 30;
/** No mention begins inside a Latin word or an address; Chinese needs no space before it. */
const INSIDE = /[A-Za-z0-9_.+-]/;
const NAME = /^[\p{L}\p{M}\p{Nd}_.+-]*$/u;
const WORD = /[\p{L}\p{M}\p{Nd}_.+-]/u;
const NEEDS_NONE = new RegExp(UNSPACED, "u");
/** Two letters at least, so that `:D` stays what it is; one is enough where one is a word. */
const EMOJI_NAME = /^(?:[\p{Script=Han}][\p{L}\p{Nd}]*|[\p{L}\p{Nd}_+-]{2,})$/u;
/** A colon behind a word or a number belongs to the sentence, the time or the address. */
const ENDED = /[\p{L}\p{M}\p{Nd}:]/u;

/** What the caret stands in that can be completed, if anything. */
export const triggerAt = (text: string, caret: number): Trigger | null =>
  mentionAt(text, caret) ?? emojiAt(text, caret);

function mentionAt(text: string, caret: number): Trigger | null {
  const start = text.lastIndexOf("@", caret - 1);
  if (start < 0 || caret - start > LONGEST || INSIDE.test(text[start - 1] ?? " ")) return null;
  const query = text.slice(start + 1, caret);
  return NAME.test(query) ? { sign: "@", start, query } : null;
}

function emojiAt(text: string, caret: number): Trigger | null {
  const start = text.lastIndexOf(":", caret - 1);
  if (start < 0 || caret - start > LONGEST || ENDED.test(text[start - 1] ?? " ")) return null;
  const query = text.slice(start + 1, caret);
  return EMOJI_NAME.test(query) ? { sign: ":", start, query } : null;
}

/** A name that has just been closed by its second colon. */
export const closedNameAt = (text: string, caret: number): Trigger | null =>
  text[caret - 1] === ":" ? emojiAt(text.slice(0, caret - 1), caret - 1) : null;

/** People whose name begins with what was typed first, then those in whose name it stands. */
export function completionsFor(query: string, people: readonly PersonJson[], most: number): readonly PersonJson[] {
  const wanted = query.toLocaleLowerCase();
  const rank = ({ username, display_name }: PersonJson): number => {
    const names = [username.toLocaleLowerCase(), display_name.toLocaleLowerCase()];
    if (names.some((name) => name.startsWith(wanted))) return 0;
    return names.some((name) => name.includes(wanted)) ? 1 : 2;
  };
  return people.map((person) => ({ person, rank: rank(person) }))
    .filter((ranked) => ranked.rank < 2)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map((ranked) => ranked.person);
}

/**
 * The text with the name or emoji in place of what was typed, and where the caret goes. The server wants a space before an
 * `@`, except behind scripts that have none.
 */
export function complete(text: string, caret: number, trigger: Trigger, name: string): { text: string; caret: number } {
  const isMention = trigger.sign === "@";
  const before = text[trigger.start - 1] ?? " ";
  const needsSpace = isMention && WORD.test(before) && !NEEDS_NONE.test(before);
  const rest = text.slice(caret);
  const inserted = `${needsSpace ? " " : ""}${isMention ? "@" : ""}${name}${rest.startsWith(" ") ? "" : " "}`;
  const end = trigger.start + inserted.length + (rest.startsWith(" ") ? 1 : 0);
  return { text: text.slice(0, trigger.start) + inserted + rest, caret: end };
}
