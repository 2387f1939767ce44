import { ChatError } from "@/lib/errors.ts";
import { foldText } from "./fold_text.ts";

/** What somebody searches for. */
export interface SearchQuery {
  /** Folded; a message has all of them. */
  readonly terms: readonly string[];
  /** User names as `username_key`; `me` is oneself. */
  readonly from: readonly string[];
  /** Names of groups or people, folded. */
  readonly in: readonly string[];
  /** Messages of this time and later. */
  readonly since: Date | null;
  /** Messages before this time. */
  readonly before: Date | null;
  readonly has: readonly Has[];
}

const HAS = ["link", "image", "file"] as const;
export type Has = (typeof HAS)[number];

const MOST_CHARACTERS = 200;
/** `name:value`, `name:"two words"`, `"two words"`, or a word. */
const PART = /(?:(from|in|before|after|has):)?(?:"([^"]*)"|(\S+))/giu;

/** Reads a search as people write it. Dates are days, in UTC: `after:` begins with the day, `before:` ends ahead of it. */
export function parseQuery(text: string): SearchQuery {
  const given = text.trim();
  if (given === "") throw new ChatError("query_required");
  if ([...given].length > MOST_CHARACTERS) throw refuse(`it has more than ${MOST_CHARACTERS} characters`);
  if (given.includes("\0")) throw refuse("it has the character U+0000");
  const query = { terms: [] as string[], from: [] as string[], in: [] as string[], has: [] as Has[] };
  let since: Date | null = null;
  let before: Date | null = null;
  for (const [whole, name = "", quoted, word = ""] of given.matchAll(PART)) {
    const value = quoted ?? word;
    switch (name.toLowerCase()) {
      case "from":
        query.from.push(value.replace(/^@/, "").normalize("NFKC").toLowerCase().normalize("NFKC"));
        break;
      case "in":
        query.in.push(foldText(value.replace(/^[@#]/, "")));
        break;
      case "after":
        since = readDay(value);
        break;
      case "before":
        before = readDay(value);
        break;
      case "has":
        query.has.push(readHas(value));
        break;
      default:
        query.terms.push(foldText(quoted ?? whole));
    }
  }
  return { ...query, terms: [...new Set(query.terms.filter((term) => term.trim() !== ""))], since, before };
}

const refuse = (why: string) => new ChatError("invalid", { text: `Cannot search: ${why}`, field: "q" });

function readDay(text: string): Date {
  const day = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(day.getTime())) {
    throw refuse(`"${text.slice(0, 40)}" is no day; write one such as 2026-01-31`);
  }
  return day;
}

function readHas(text: string): Has {
  const has = HAS.find((known) => known === text.toLowerCase());
  if (!has) throw refuse(`has: takes ${HAS.join(", ")}`);
  return has;
}
