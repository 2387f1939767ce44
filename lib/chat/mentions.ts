import type { Database } from "@/db/database.ts";
import { listMembersByName } from "@/db/members.ts";
import { UNSPACED } from "@/lib/protocol/unspaced.ts";

/**
 * `@` at a beginning or after what is no part of a name or address, then the letters of a user name. Scripts that put no space
 * between words need none here.
 */
const MENTION = new RegExp(
  String.raw`(?<!(?!${UNSPACED})[\p{L}\p{M}\p{Nd}_.+@\-])@([\p{L}\p{M}\p{Nd}_.+\-]{2,60})`,
  "gu",
);
const NEEDS_NO_SPACE = new RegExp(UNSPACED, "u");
const SENTENCE_END = /[.+-]+$/;
const LEAST = 2;
const MOST = 50;

/** Whether a text may mention somebody at all. */
export const mayMention = (content: string): boolean => content.includes("@");

/**
 * For each mention in a text the names that it may mean, as `username_key`, the longest first: with marks that may only end
 * the sentence and without them, and, beside each letter of a script without spaces, cut there.
 */
export function mentionedNames(content: string): string[][] {
  if (!mayMention(content)) return [];
  const mentions: string[][] = [];
  for (const [, run = ""] of content.matchAll(MENTION)) {
    mentions.push([...new Set(namesIn(run).map(nameKey))]);
    if (mentions.length === MOST) break;
  }
  return mentions;
}

function namesIn(run: string): string[] {
  const letters = [...run];
  const cuts = letters.flatMap((letter, at) =>
    at >= LEAST && NEEDS_NO_SPACE.test((letters[at - 1] ?? "") + letter) ? [letters.slice(0, at).join("")] : []
  );
  return [run, run.replace(SENTENCE_END, ""), ...cuts.reverse()].filter((name) => name !== "");
}

const nameKey = (name: string): string => name.normalize("NFKC").toLowerCase().normalize("NFKC");

/** Members of the conversation that a text mentions: of each mention the longest name counts. Asks nothing without an `@`. */
export async function resolveMentions(db: Database, conversationId: string, content: string): Promise<string[]> {
  const mentions = mentionedNames(content);
  if (mentions.length === 0) return [];
  const members = await listMembersByName(db, conversationId, [...new Set(mentions.flat())]);
  const byName = new Map(members.map(({ id, name }) => [name, id]));
  const ids = mentions.flatMap((names) => byName.get(names.find((name) => byName.has(name)) ?? "") ?? []);
  return [...new Set(ids)].sort();
}
