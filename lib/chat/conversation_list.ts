import { type LastMessageRow, type ListedRow, listForPerson, listLastMessages } from "@/db/conversations.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import type { ConversationJson, MessageJson, PersonJson } from "@/lib/protocol/messages.ts";
import type { ChatDeps } from "./deps.ts";
import { receiverOf } from "./direct_key.ts";
import { messageJson } from "./message_json.ts";
import { findPeople } from "./people/person_json.ts";

/** My conversations, the most recently active first, with unread counts (at most 100, shown as "99+"). */
export async function listConversations(deps: ChatDeps, userId: string): Promise<readonly ConversationJson[]> {
  return await show(deps, userId, await readList(deps, userId, null));
}

/** One of them, as the list shows it, with its row. */
export async function findListed(
  deps: ChatDeps,
  userId: string,
  conversationId: string,
): Promise<{ readonly row: ListedRow; readonly json: ConversationJson }> {
  if (!isId(conversationId)) throw new ChatError("not_found");
  const list = await readList(deps, userId, conversationId);
  const [row] = list.rows;
  const [json] = await show(deps, userId, list);
  if (!row || !json) throw new ChatError("not_found");
  return { row, json };
}

interface ReadList {
  readonly rows: readonly ListedRow[];
  readonly lastRows: readonly LastMessageRow[];
}

/** Both at once: for somebody in a thousand conversations each takes a while. */
async function readList({ db }: ChatDeps, userId: string, conversationId: string | null): Promise<ReadList> {
  const [rows, lastRows] = await Promise.all([
    listForPerson(db, userId, conversationId),
    listLastMessages(db, userId, conversationId),
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
