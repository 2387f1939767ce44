import type { MessageRow, QuoteRow } from "@/db/message_rows.ts";
import type {
  ConversationKind,
  HiddenJson,
  MessageData,
  MessageJson,
  QuoteJson,
  ReactionJson,
} from "@/lib/protocol/messages.ts";
import { receiverOf } from "./direct_key.ts";
import { type OthersMarks, receiptOf } from "./marks.ts";

/** The conversation that a message is shown in. */
export interface MessagePlace {
  readonly kind: ConversationKind;
  readonly directKey: string | null;
}

/** A message as the viewer may see it: only its number when the viewer has hidden it. */
export const visibleJson = (row: MessageRow, place: MessagePlace, marks: OthersMarks): MessageJson | HiddenJson =>
  row.hidden ? { seq: row.seq, hidden: true } : messageJson(row, place, marks);

export function messageJson(row: MessageRow, place: MessagePlace, marks: OthersMarks): MessageJson {
  const receipt = receiptOf(row.seq, marks, place.kind);
  const isDeleted = row.deletedAt !== null;
  return {
    id: row.id,
    seq: row.seq,
    conversation_id: row.conversationId,
    changed_seq: row.changedSeq,
    sender_id: row.authorId,
    sender_name: row.authorName,
    receiver_id: place.directKey === null ? "" : receiverOf(place.directKey, row.authorId),
    group_id: place.kind === "group" ? row.conversationId : "",
    content: row.content,
    message_type: row.type,
    status: receipt.status,
    is_read: receipt.isRead,
    is_deleted: isDeleted,
    read_at: receipt.readAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    updated_at: (row.deletedAt ?? row.editedAt ?? row.createdAt).toISOString(),
    edited_at: row.editedAt?.toISOString() ?? null,
    client_id: row.type === "system" ? "" : row.clientId,
    reply_to: row.quote ? quoteJson(row.quote) : null,
    reactions: groupReactions(row.reactions),
    data: isDeleted ? {} : messageData(row.data),
  };
}

export const quoteJson = (quote: QuoteRow): QuoteJson => ({
  id: quote.id,
  seq: quote.seq,
  sender_id: quote.authorId,
  content: quote.isHidden ? "" : quote.content,
  message_type: quote.type,
  is_deleted: quote.isDeleted,
  ...quote.attachmentName && !quote.isHidden ? { attachment_name: quote.attachmentName } : {},
  ...quote.isHidden ? { is_hidden: true } : {},
});

/** `messages.data` is written by us alone, so its shape is known. */
export const messageData = (data: unknown): MessageData =>
  typeof data === "object" && data !== null && !Array.isArray(data) ? data : {};

function groupReactions(reactions: MessageRow["reactions"]): ReactionJson[] {
  const people = new Map<string, string[]>();
  for (const { emoji, userId } of reactions) {
    const ids = people.get(emoji);
    if (ids) ids.push(userId);
    else people.set(emoji, [userId]);
  }
  return [...people].map(([emoji, user_ids]) => ({ emoji, user_ids }));
}
