import type { SoughtRow } from "@/db/search_blocks.ts";
import { foldText } from "./fold_text.ts";
import type { Has, SearchQuery } from "./parse_query.ts";

const LINK = /https?:\/\/\S/i;

/** Whether a message is what a search looks for; who wrote it has been asked of the store. */
export function matches(query: SearchQuery, row: Pick<SoughtRow, "type" | "content" | "createdAt">): boolean {
  if (query.since && row.createdAt < query.since) return false;
  if (query.before && row.createdAt >= query.before) return false;
  if (!query.has.every((has) => hasIt(has, row))) return false;
  if (query.terms.length === 0) return true;
  const folded = foldText(row.content);
  return query.terms.every((term) => folded.includes(term));
}

const hasIt = (has: Has, row: Pick<SoughtRow, "type" | "content">): boolean =>
  has === "link" ? LINK.test(row.content) : row.type === has;
