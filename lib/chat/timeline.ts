import { pageAfter, pageBefore, pageByOffset } from "@/db/history.ts";
import { listMarkBounds } from "@/db/members.ts";
import type { MessageRow } from "@/db/message_rows.ts";
import { findMessageRow } from "@/db/messages.ts";
import type { Reader } from "@/db/replica.ts";
import { ChatError } from "@/lib/errors.ts";
import type { MessageJson, TimelinePageJson } from "@/lib/protocol/messages.ts";
import { type Access, accessConversation, accessMessage } from "./access.ts";
import type { ChatDeps } from "./deps.ts";
import { marksOfOthers } from "./marks.ts";
import { messageJson, visibleJson } from "./message_json.ts";
import { findPeople } from "./people/person_json.ts";
import { readHistory } from "./read_history.ts";

const PAGE = { least: 1, usual: 50, most: 100 } as const;

/** Which stretch of a conversation: the newest when none of the three is given. `limit` is clamped to 1–100, 50 by default. */
export interface TimelineWindow {
  readonly before?: number;
  readonly after?: number;
  readonly around?: number;
  readonly limit?: number;
}

/** A page size that a client may ask for. */
export const clampLimit = (limit: number | undefined): number =>
  Math.max(PAGE.least, Math.min(PAGE.most, Math.trunc(limit ?? PAGE.usual)));

/** A stretch of a conversation of mine, oldest first. */
export async function timelinePage(
  deps: ChatDeps,
  userId: string,
  conversationId: string,
  window: TimelineWindow = {},
): Promise<TimelinePageJson> {
  return await pageOf(deps, userId, await accessConversation(deps, userId, conversationId, "read"), window);
}

/** The same past the door. The access was read before the rows, so its head is the page's cursor. */
export async function pageOf(
  deps: ChatDeps,
  userId: string,
  access: Access,
  window: TimelineWindow,
): Promise<TimelinePageJson> {
  const [stretch, bounds] = await Promise.all([
    readHistory(deps, userId, access, (reader) => readStretch(reader, userId, access.conversationId, window)),
    listMarkBounds(deps.db, access.conversationId),
  ]);
  const people = await findPeople(deps, userId, stretch.rows.map((row) => row.authorId));
  return {
    messages: stretch.rows.map((row) => visibleJson(row, access, marksOfOthers(bounds, row.authorId))),
    as_of: access.lastSeq,
    has_older: stretch.hasOlder,
    has_newer: stretch.hasNewer,
    people: [...people.values()],
  };
}

interface Stretch {
  /** Oldest first. */
  readonly rows: readonly MessageRow[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

async function readStretch(
  reader: Reader,
  userId: string,
  conversationId: string,
  { before, after, around, limit: asked }: TimelineWindow,
): Promise<Stretch> {
  const limit = clampLimit(asked);
  if (around !== undefined) {
    const older = Math.ceil(limit / 2);
    const [left, right] = await Promise.all([
      readOlder(reader, userId, conversationId, around + 1, older),
      readNewer(reader, userId, conversationId, around, limit - older),
    ]);
    return { rows: [...left.rows, ...right.rows], hasOlder: left.hasMore, hasNewer: right.hasMore };
  }
  if (after !== undefined) {
    const { rows, hasMore } = await readNewer(reader, userId, conversationId, after, limit);
    return { rows, hasOlder: after > 0, hasNewer: hasMore };
  }
  const { rows, hasMore } = await readOlder(reader, userId, conversationId, before ?? Number.MAX_SAFE_INTEGER, limit);
  return { rows, hasOlder: hasMore, hasNewer: before !== undefined };
}

interface Part {
  readonly rows: readonly MessageRow[];
  readonly hasMore: boolean;
}

/** One row more than asked for tells whether there is more. */
async function readOlder(reader: Reader, userId: string, id: string, before: number, limit: number): Promise<Part> {
  const rows = await pageBefore(reader, userId, id, before, limit + 1);
  return { rows: rows.slice(0, limit).reverse(), hasMore: rows.length > limit };
}

async function readNewer(reader: Reader, userId: string, id: string, after: number, limit: number): Promise<Part> {
  if (limit === 0) return { rows: [], hasMore: (await pageAfter(reader, userId, id, after, 1)).length > 0 };
  const rows = await pageAfter(reader, userId, id, after, limit + 1);
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
}

/** The contract's pages: `page` from 1, newest first, without what is recalled or hidden. */
export async function offsetPage(
  deps: ChatDeps,
  userId: string,
  access: Access,
  window: { readonly page?: number; readonly limit?: number },
): Promise<readonly MessageJson[]> {
  const limit = clampLimit(window.limit);
  const offset = (Math.max(1, Math.trunc(window.page ?? 1)) - 1) * limit;
  // Beyond the last number there is nothing to skip to; a huge page must not walk the whole conversation.
  if (offset >= access.lastSeq) return [];
  const [{ rows }, bounds] = await Promise.all([
    readHistory(
      deps,
      userId,
      access,
      async (reader) => ({ rows: await pageByOffset(reader, userId, access.conversationId, offset, limit) }),
    ),
    listMarkBounds(deps.db, access.conversationId),
  ]);
  return rows.map((row) => messageJson(row, access, marksOfOthers(bounds, row.authorId)));
}

/** One message that I may read, as a page would show it. */
export async function findMessage(deps: ChatDeps, userId: string, messageId: string): Promise<MessageJson> {
  const door = await accessMessage(deps, userId, messageId);
  const [access, row, bounds] = await Promise.all([
    accessConversation(deps, userId, door.conversationId, "read"),
    findMessageRow(deps.db, userId, door.conversationId, door.seq),
    listMarkBounds(deps.db, door.conversationId),
  ]);
  if (!row || row.hidden) throw new ChatError("message_not_found");
  return messageJson(row, access, marksOfOthers(bounds, row.authorId));
}
