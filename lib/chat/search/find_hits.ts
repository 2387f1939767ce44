import type { Reader } from "@/db/replica.ts";
import {
  type Candidate,
  type CandidateWindow,
  listCandidates,
  listEditedIn,
  listSought,
  type Range,
  type SearchableRow,
  type SoughtRow,
} from "@/db/search_blocks.ts";
import { matches } from "./match_message.ts";
import type { SearchQuery } from "./parse_query.ts";
import { compareCursors, cursorAt, type SearchCursor } from "./search_cursor.ts";
import { sieveOf } from "./sieve.ts";
import { bitsOfTerms } from "./signature.ts";
import { timeWindows } from "./time_windows.ts";

export interface Found {
  /** Newest first, at most `limit`. */
  readonly places: readonly SearchCursor[];
  /** Where older hits may be; null when there are none. */
  readonly next: SearchCursor | null;
}

export interface Search {
  readonly query: SearchQuery;
  readonly authorIds: readonly string[] | null;
  readonly conversations: readonly SearchableRow[];
  readonly after: SearchCursor | null;
  readonly limit: number;
  /** Facts that the first window of time shall hold. */
  readonly firstWindow?: number;
}

/** Blocks looked up at once. */
const LISTED = 1_024;
/** Blocks read at once: few at first, since the newest are often enough. */
const READ = { first: 16, most: 256 } as const;
/** Messages that one page may look at before it answers with what it has. */
const MOST_READ = 15_000;

/**
 * The newest hits after the cursor. Blocks are read from the newest on, and only as far as needed: once enough hits are
 * newer than everything in the blocks that are left.
 */
export async function findHits(db: Reader, search: Search): Promise<Found> {
  const hits = new Map<string, SearchCursor>();
  const take = (rows: readonly SoughtRow[]) => {
    for (const row of rows) {
      const place = { ms: row.createdAt.getTime(), conversationId: row.conversationId, seq: row.seq };
      if (search.after && compareCursors(search.after, place) >= 0) continue;
      if (matches(search.query, row)) hits.set(`${place.conversationId} ${place.seq}`, place);
    }
  };
  take(await readTails(db, search));
  const sieve = sieveOf(search.query.terms);
  let read = 0;
  for await (const [block, ahead] of eachBatch(db, search)) {
    take(await listSought(db, block, sieve, search.authorIds));
    // Not what came back: where one person's messages are sought, the others' are looked at all the same.
    read += block.reduce((sum, { fromSeq, toSeq }) => sum + toSeq - fromSeq + 1, 0);
    if (ahead === null) break;
    const sure = [...hits.values()].filter((hit) => hit.ms > ahead);
    if (sure.length > search.limit) return pageOf(sure, search.limit, null);
    // Never the same cursor again, however much there is to read before the next one.
    if (read >= MOST_READ && (!search.after || ahead < search.after.ms)) {
      return pageOf(sure, search.limit, cursorAt(ahead));
    }
  }
  return pageOf([...hits.values()], search.limit, null);
}

function pageOf(hits: readonly SearchCursor[], limit: number, next: SearchCursor | null): Found {
  const places = hits.toSorted(compareCursors);
  if (places.length <= limit) return { places, next };
  return { places: places.slice(0, limit), next: places[limit - 1] ?? null };
}

/** What no block knows yet: new messages, and old ones that were edited since. */
async function readTails(db: Reader, { query, conversations, authorIds }: Search): Promise<SoughtRow[]> {
  const tails = conversations.filter((row) => row.lastSeq > row.indexedTo)
    .map((row) => ({ conversationId: row.id, fromSeq: row.indexedTo + 1, toSeq: row.lastSeq }));
  if (tails.length === 0) return [];
  const edited = (await listEditedIn(db, tails)).map((row) => ({ ...row, fromSeq: row.seq, toSeq: row.seq }));
  return await listSought(db, [...tails, ...edited], sieveOf(query.terms), authorIds);
}

/** Batches of candidate blocks, newest first, each with the time of the newest message that may be beyond it. */
async function* eachBatch(db: Reader, search: Search): AsyncGenerator<readonly [readonly Range[], number | null]> {
  const until = search.after ? new Date(search.after.ms) : search.query.before;
  const { since } = search.query;
  for (const window of timeWindows(search.conversations, until, search.firstWindow)) {
    const isLast = window.since === null || (since !== null && window.since <= since);
    const from = isLast ? since : window.since;
    for await (const [blocks, ahead] of batchesOf(db, search, { since: from, below: window.below, until })) {
      yield [blocks, ahead ?? (isLast || !from ? null : from.getTime() - 1)];
    }
    if (isLast) return;
  }
}

/** Those of one window; null beyond the last. */
async function* batchesOf(
  db: Reader,
  { query, conversations }: Search,
  window: Omit<CandidateWindow, "after">,
): AsyncGenerator<readonly [readonly Range[], number | null]> {
  const ids = conversations.map((row) => row.id);
  const bits = bitsOfTerms(query.terms);
  for (let after: Candidate | null = null;;) {
    const listed: Candidate[] = await listCandidates(db, ids, bits, { ...window, after }, LISTED + 1);
    const blocks = listed.slice(0, LISTED);
    for (let at = 0, size: number = READ.first; at < blocks.length; size = Math.min(READ.most, size * 2)) {
      const end = at + size;
      yield [blocks.slice(at, end), listed[Math.min(end, LISTED)]?.newestAt.getTime() ?? null];
      at = end;
    }
    if (listed.length <= LISTED) return;
    after = blocks.at(-1) ?? null;
  }
}
