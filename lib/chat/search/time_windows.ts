import type { SearchableRow } from "@/db/search_blocks.ts";

/** A stretch of time, from the newest back. */
export interface TimeWindow {
  /** Null: from the beginning. */
  readonly since: Date | null;
  /** Null: to the end. */
  readonly below: Date | null;
}

/** Facts that the first window shall hold, roughly; the second holds eight times as many, the last the rest. */
const FIRST = 20_000;
const GROWTH = 8;

/**
 * The windows in which a search looks one after the other, so that words which many have said are found without a look at
 * everything that was ever said. One window is enough for who has little to search.
 */
export function timeWindows(
  conversations: readonly Pick<SearchableRow, "createdAt" | "newestAt" | "indexedTo">[],
  until: Date | null,
  firstWindow = FIRST,
): readonly TimeWindow[] {
  let facts = 0;
  let perMs = 0;
  let newestMs = 0;
  for (const { createdAt, newestAt, indexedTo } of conversations) {
    if (!newestAt) continue;
    facts += indexedTo;
    perMs += indexedTo / Math.max(1, newestAt.getTime() - createdAt.getTime());
    newestMs = Math.max(newestMs, newestAt.getTime());
  }
  if (facts <= 2 * firstWindow) return [{ since: null, below: null }];
  const endMs = Math.min(newestMs, until?.getTime() ?? newestMs);
  const first = new Date(endMs - firstWindow / perMs);
  const second = new Date(endMs - firstWindow * (1 + GROWTH) / perMs);
  return [{ since: first, below: null }, { since: second, below: first }, { since: null, below: second }];
}
