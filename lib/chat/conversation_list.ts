import {
  countNews,
  type LastMessageRow,
  type ListedRow,
  listForPerson,
  listLastMessages,
  type ListPlace,
  listPlaces,
} from "@/db/conversations.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import type { Beyond, ConversationJson, MessageJson, PersonJson } from "@/lib/protocol/messages.ts";
import type { ChatDeps } from "./deps.ts";
import { receiverOf } from "./direct_key.ts";
import { messageJson } from "./message_json.ts";
import { findPeople } from "./people/person_json.ts";

/** As many of a person's conversations are listed at once. */
export const MOST_LISTED = 1_000;
/** What a page shows at first: more than anybody sees without scrolling far. */
const FIRST = 100;

export interface ConversationPage {
  /** The most recently active first, with unread counts (at most 100, shown as "99+"). */
  readonly conversations: readonly ConversationJson[];
  /** Give it as `after` for the next page; null at the end. */
  readonly next: string | null;
}

/** My conversations, a page at a time; at most and by default a thousand. */
export async function pageConversations(
  deps: ChatDeps,
  userId: string,
  window: { readonly after?: string | null; readonly limit?: number },
): Promise<ConversationPage> {
  const limit = Math.max(1, Math.min(MOST_LISTED, Math.trunc(window.limit ?? MOST_LISTED)));
  const places = await listPlaces(deps.db, userId, window.after ? readCursor(window.after) : null, limit + 1);
  const shown = places.slice(0, limit);
  const last = places.length > limit ? shown.at(-1) : undefined;
  return { conversations: await listNamed(deps, userId, idsOf(shown)), next: last ? writeCursor(last) : null };
}

/** The first thousand of my conversations: all, for most people. */
export const listConversations = async (deps: ChatDeps, userId: string): Promise<readonly ConversationJson[]> =>
  (await pageConversations(deps, userId, {})).conversations;

/** The first hundred of my conversations, and what is beyond them; null if nothing is. */
export async function firstConversations(
  deps: ChatDeps,
  userId: string,
): Promise<{ readonly conversations: readonly ConversationJson[]; readonly beyond: Beyond | null }> {
  const ids = idsOf(await listPlaces(deps.db, userId, null, MOST_LISTED));
  const others = ids.slice(FIRST);
  const [conversations, news] = await Promise.all([
    listNamed(deps, userId, ids.slice(0, FIRST)),
    others.length > 0 ? countNews(deps.db, userId, others) : null,
  ]);
  return { conversations, beyond: news && { count: others.length, ...news } };
}

/** Those of these conversations that are mine, the most recently active first. */
export async function listNamed(
  deps: ChatDeps,
  userId: string,
  conversationIds: readonly string[],
): Promise<readonly ConversationJson[]> {
  if (conversationIds.length === 0) return [];
  return await show(deps, userId, await readList(deps, userId, conversationIds));
}

/** One of them, as the list shows it, with its row. */
export async function findListed(
  deps: ChatDeps,
  userId: string,
  conversationId: string,
): Promise<{ readonly row: ListedRow; readonly json: ConversationJson }> {
  if (!isId(conversationId)) throw new ChatError("not_found");
  const list = await readList(deps, userId, [conversationId]);
  const [row] = list.rows;
  const [json] = await show(deps, userId, list);
  if (!row || !json) throw new ChatError("not_found");
  return { row, json };
}

const idsOf = (places: readonly ListPlace[]): string[] => places.map(({ id }) => id);

const writeCursor = ({ lastActivity, id }: ListPlace): string => `${lastActivity.getTime()}.${id}`;

function readCursor(text: string): ListPlace {
  const [ms = "", id = ""] = text.split(".");
  if (!/^\d{1,15}$/.test(ms) || !isId(id)) {
    throw new ChatError("invalid", { text: "Cannot list: after is no cursor of this list", field: "after" });
  }
  return { lastActivity: new Date(Number(ms)), id };
}

interface ReadList {
  readonly rows: readonly ListedRow[];
  readonly lastRows: readonly LastMessageRow[];
}

/** Both at once: for somebody in a thousand conversations each takes a while. */
async function readList({ db }: ChatDeps, userId: string, conversationIds: readonly string[]): Promise<ReadList> {
  const [rows, lastRows] = await Promise.all([
    listForPerson(db, userId, conversationIds),
    listLastMessages(db, userId, conversationIds),
  ]);
  return { rows, lastRows };
}

async function show(
  deps: ChatDeps,
  userId: string,
  { rows, lastRows }: ReadList,
): Promise<readonly ConversationJson[]> {
  const peerIds = rows.flatMap((row) => row.directKey === null ? [] : [receiverOf(row.directKey, userId)]);
  const people = await findPeople(deps, userId, peerIds);
  const lastOf = new Map(lastRows.map((row) => [row.conversationId, row]));
  return rows.map((row) => {
    const peer = row.directKey === null ? null : people.get(receiverOf(row.directKey, userId)) ?? null;
    const last = lastOf.get(row.id);
    return conversationJson(row, peer, last ? lastMessageJson(last, row) : null);
  });
}

const conversationJson = (row: ListedRow, peer: PersonJson | null, last: MessageJson | null): ConversationJson => ({
  id: row.id,
  kind: row.kind,
  name: peer ? peer.display_name : row.name,
  avatar: peer ? peer.avatar : row.avatar,
  peer,
  last_seq: row.lastSeq,
  last_message: last,
  last_activity: row.lastActivity.toISOString(),
  unread: row.unread,
  mentions: row.mentions,
  last_read_seq: row.lastReadSeq,
  muted: row.muted,
  role: row.role,
  member_count: row.memberCount,
  archived: row.archived,
  read_only: row.readOnly,
});

const lastMessageJson = (last: LastMessageRow, row: ListedRow): MessageJson =>
  messageJson(last, row, {
    others: last.others,
    lowestRead: last.lowestRead ?? 0,
    lowestDelivered: last.lowestDelivered ?? 0,
    highestRead: last.highestRead ?? 0,
    readAt: last.readAt,
  });
