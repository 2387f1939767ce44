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
  return await showAll(deps, userId, await listForPerson(deps.db, userId, null));
}

/** One of them, as the list shows it, with its row. */
export async function findListed(
  deps: ChatDeps,
  userId: string,
  conversationId: string,
): Promise<{ readonly row: ListedRow; readonly json: ConversationJson }> {
  const [row] = isId(conversationId) ? await listForPerson(deps.db, userId, conversationId) : [];
  if (!row) throw new ChatError("not_found");
  const [json] = await showAll(deps, userId, [row]);
  if (!json) throw new ChatError("not_found");
  return { row, json };
}

async function showAll(
  deps: ChatDeps,
  userId: string,
  rows: readonly ListedRow[],
): Promise<readonly ConversationJson[]> {
  if (rows.length === 0) return [];
  const [lastRows, people] = await Promise.all([
    listLastMessages(deps.db, userId, rows.map((row) => row.id)),
    findPeople(deps, userId, rows.flatMap((row) => row.directKey === null ? [] : [receiverOf(row.directKey, userId)])),
  ]);
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
