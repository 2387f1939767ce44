import type { Database } from "@/db/database.ts";
import { listIdsByName } from "@/db/members.ts";
import { UNSPACED } from "@/lib/protocol/unspaced.ts";

/**
 * `@` at a beginning or after what is no part of a name or address, then the letters of a user name. Scripts that put no space
 * between words need none here.
 */
const MENTION = new RegExp(
  String.raw`(?<!(?!${UNSPACED})[\p{L}\p{M}\p{Nd}_.+@\-])@([\p{L}\p{M}\p{Nd}_.+\-]{2,60})`,
  "gu",
);
/** A name in another script ends where such a script goes on: "@ann你好". */
const GOES_ON = new RegExp(String.raw`(?<!${UNSPACED})${UNSPACED}.*$`, "u");
const SENTENCE_END = /[.+-]+$/;
const MOST = 50;

/** The names that a text mentions, as `username_key`; with and without marks that may only end the sentence. */
export function mentionedNames(content: string): string[] {
  if (!content.includes("@")) return [];
  const names = new Set<string>();
  for (const [, name = ""] of content.matchAll(MENTION)) {
    names.add(nameKey(name));
    names.add(nameKey(name.replace(SENTENCE_END, "")));
    names.add(nameKey(name.replace(GOES_ON, "")));
    if (names.size >= MOST * 2) break;
  }
  names.delete("");
  return [...names];
}

const nameKey = (name: string): string => name.normalize("NFKC").toLowerCase().normalize("NFKC");

/** Members of the conversation that a text mentions. Asks nothing when there is no `@`. */
export async function resolveMentions(db: Database, conversationId: string, content: string): Promise<string[]> {
  const names = mentionedNames(content);
  if (names.length === 0) return [];
  return (await listIdsByName(db, conversationId, names)).sort().slice(0, MOST);
}
