import type { FactFrame } from "@/lib/protocol/frames.ts";
import type { ConversationJson, MessageJson, SystemFact } from "@/lib/protocol/messages.ts";
import { changeMessage, isChange, messageOfFact } from "./message_facts.ts";

export interface RowChange {
  readonly row: ConversationJson;
  /** What the fact did cannot be told from the row alone. */
  readonly refetch: boolean;
}

/** Unread messages are counted up to this, and shown as "99+". */
const UNREAD_MAX = 100;

/** A row of the list after a fact; the same row when the server's list already had it. */
export function changeRow(row: ConversationJson, fact: FactFrame, me: string): RowChange {
  if (fact.seq <= row.last_seq) return { row, refetch: false };
  const numbered = { ...row, last_seq: fact.seq };
  if (isChange(fact)) return changeOf(numbered, fact, me);
  const message = messageOfFact(fact);
  if (!message) return { row: numbered, refetch: false };
  const fields = message.data.system ? fieldsOf(numbered, message.data.system, me) : {};
  return {
    row: {
      ...numbered,
      ...fields,
      ...unreadAfter(numbered, message, me),
      last_message: message,
      last_activity: message.created_at,
    },
    refetch: false,
  };
}

function changeOf(row: ConversationJson, fact: Parameters<typeof changeMessage>[1], me: string): RowChange {
  const last = row.last_message;
  const isLast = last?.seq === fact.message_seq;
  const changed = isLast && last ? { ...row, last_message: changeMessage(last, fact) } : row;
  // Whether a recalled message was counted, and mentioned me, only the server knows.
  const wasUnread = fact.type === "recalled" && fact.message_seq > row.last_read_seq && row.unread > 0 &&
    fact.from !== me;
  return { row: changed, refetch: wasUnread };
}

/** Messages of others count until they are read; my own and the system's never do. */
function unreadAfter(row: ConversationJson, message: MessageJson, me: string): Partial<ConversationJson> {
  if (message.message_type === "system") return {};
  if (message.sender_id === me) return {};
  const isMention = message.data.mentions?.includes(me) ?? false;
  return {
    unread: Math.min(UNREAD_MAX, row.unread + 1),
    mentions: Math.min(UNREAD_MAX, row.mentions + (isMention ? 1 : 0)),
  };
}

/** What a change of the group means for its row. */
function fieldsOf(row: ConversationJson, fact: SystemFact, me: string): Partial<ConversationJson> {
  switch (fact.action) {
    case "group_member_added":
    case "group_member_joined":
      return { member_count: row.member_count + 1 };
    case "group_member_removed":
    case "group_member_left":
      return { member_count: Math.max(0, row.member_count - 1) };
    case "group_role_changed":
      return fact.user_id === me && fact.role ? { role: fact.role } : {};
    case "group_owner_changed":
      return fact.user_id === me ? { role: "owner" } : row.role === "owner" ? { role: "admin" } : {};
    case "group_updated":
      return changedFields(fact);
    default:
      return {};
  }
}

function changedFields(fact: SystemFact): Partial<ConversationJson> {
  const changes = fact.changes ?? {};
  return {
    ...(typeof changes.name === "string" ? { name: changes.name } : {}),
    ...(typeof changes.avatar === "string" ? { avatar: changes.avatar } : {}),
    ...(typeof changes.read_only === "boolean" ? { read_only: changes.read_only } : {}),
    ...(typeof changes.archived === "boolean" ? { archived: changes.archived } : {}),
  };
}
