import type { LastMessageRow } from "@/db/conversations.ts";
import { listHits, listIdsOfNames, listSearchable, type SearchableRow } from "@/db/search_blocks.ts";
import { ChatError } from "@/lib/errors.ts";
import type { ConversationKind, MessageJson, PersonJson } from "@/lib/protocol/messages.ts";
import type { ChatDeps } from "./deps.ts";
import { messageJson } from "./message_json.ts";
import { findHits, type Found, type Search } from "./search/find_hits.ts";
import { indexConversation } from "./search/index_conversation.ts";
import { callsOf, findPeers } from "./search/name_conversations.ts";
import { parseQuery, type SearchQuery } from "./search/parse_query.ts";
import { readCursor, writeCursor } from "./search/search_cursor.ts";

export interface SearchHit {
  readonly message: MessageJson;
  readonly conversation: { readonly id: string; readonly kind: ConversationKind; readonly name: string };
  readonly sender_name: string;
}

export interface SearchPage {
  readonly hits: readonly SearchHit[];
  /** Give it as `after` for older hits; null at the end. */
  readonly next: string | null;
}

const PAGE = { usual: 20, most: 50 } as const;
/** Facts beyond the index that a search reads itself, per conversation; with more it is indexed first. */
const TAIL = 200;
/** Facts that one search may index; beyond it people are asked to come back in a moment. */
const INDEXED = 20_000;
const BUSY_MS = 2_000;

/** Messages that I may read, newest first. Words and parts of words in any script; `from:` `in:` `before:` `after:` `has:` narrow. */
export async function searchMessages(
  deps: ChatDeps,
  userId: string,
  text: string,
  window: { readonly after?: string | null; readonly limit?: number } = {},
): Promise<SearchPage> {
  const query = parseQuery(text);
  const after = window.after ? readCursor(window.after) : null;
  const limit = Math.max(1, Math.min(PAGE.most, Math.trunc(window.limit ?? PAGE.usual)));
  await deps.rates.take("search", userId);
  const conversations = await narrow(deps, userId, query, await listIndexed(deps, userId));
  const authorIds = query.from.length === 0 ? null : await findAuthors(deps, userId, query.from);
  const { places, next } = await findPlaces(deps, userId, { query, authorIds, conversations, after, limit });
  return { hits: await showHits(deps, userId, conversations, places), next: next ? writeCursor(next) : null };
}

/** My conversations, indexed but for a few facts each. */
async function listIndexed(deps: ChatDeps, userId: string): Promise<SearchableRow[]> {
  const rows = await listSearchable(deps.db, userId);
  const behind = rows.filter((row) => row.lastSeq - row.indexedTo > TAIL);
  if (behind.length === 0) return rows;
  let budget = INDEXED;
  for (const row of behind) {
    for (let left = row.lastSeq - row.indexedTo; left > TAIL;) {
      if (budget <= 0) {
        throw new ChatError("unavailable", { text: "Search is being prepared; try again soon", retryAfterMs: BUSY_MS });
      }
      const before = left;
      left = await indexConversation(deps.db, row.id);
      budget -= before - left;
    }
  }
  return await listSearchable(deps.db, userId);
}

/**
 * Where the hits are, by the replica if it has everything that the primary has of these conversations. What is in them is
 * read from the primary by `showHits`, so that nothing recalled is shown.
 */
async function findPlaces(deps: ChatDeps, userId: string, search: Search): Promise<Found> {
  const { replica, db } = deps;
  if (!replica || search.conversations.length === 0) return await findHits(db, search);
  const heads = new Map(search.conversations.map((row) => [row.id, row.lastSeq]));
  const found = await replica.read(heads, async (reader) => {
    const rows = (await listSearchable(reader, userId)).filter((row) => heads.has(row.id));
    const isIndexed = rows.length === heads.size && rows.every((row) => row.lastSeq - row.indexedTo <= 2 * TAIL);
    return isIndexed ? await findHits(reader, { ...search, conversations: rows }) : null;
  });
  return found ?? await findHits(db, search);
}

async function narrow(
  deps: ChatDeps,
  userId: string,
  query: SearchQuery,
  rows: readonly SearchableRow[],
): Promise<readonly SearchableRow[]> {
  if (query.in.length === 0) return rows;
  const isCalled = await callsOf(deps, userId, rows);
  return rows.filter((row) => query.in.some((sought) => row.id === sought || isCalled(row, sought)));
}

async function findAuthors(deps: ChatDeps, userId: string, names: readonly string[]): Promise<string[]> {
  const ids = await listIdsOfNames(deps.db, names);
  return names.includes("me") ? [...ids, userId] : ids;
}

async function showHits(
  deps: ChatDeps,
  userId: string,
  conversations: readonly SearchableRow[],
  places: readonly { readonly conversationId: string; readonly seq: number }[],
): Promise<SearchHit[]> {
  if (places.length === 0) return [];
  const shown = new Set(places.map((place) => place.conversationId));
  const rows = conversations.filter((row) => shown.has(row.id));
  const [messages, peers] = await Promise.all([
    listHits(deps.db, userId, places),
    findPeers(deps, userId, rows),
  ]);
  const conversationOf = new Map(rows.map((row) => [row.id, row]));
  const messageOf = new Map(messages.map((row) => [`${row.conversationId} ${row.seq}`, row]));
  return places.flatMap(({ conversationId, seq }) => {
    const conversation = conversationOf.get(conversationId);
    const message = messageOf.get(`${conversationId} ${seq}`);
    return conversation && message && !message.hidden && message.deletedAt === null
      ? [hitJson(message, conversation, peers.get(conversationId))]
      : [];
  });
}

const hitJson = (row: LastMessageRow, conversation: SearchableRow, peer: PersonJson | undefined): SearchHit => ({
  message: messageJson(row, conversation, {
    others: row.others,
    lowestRead: row.lowestRead ?? 0,
    lowestDelivered: row.lowestDelivered ?? 0,
    highestRead: row.highestRead ?? 0,
    readAt: row.readAt,
  }),
  conversation: {
    id: conversation.id,
    kind: conversation.kind,
    name: peer ? peer.display_name : conversation.name,
  },
  sender_name: row.authorName,
});
