import type { MemberJson } from "@/lib/protocol/messages.ts";
import type { GroupReceipt, TimelineMessage } from "../props.ts";

type Marks = Pick<MemberJson, "last_read_seq" | "last_delivered_seq">;

/**
 * In a group only two messages of mine carry a mark: the newest, and the newest that someone has read if that is older.
 * By message id.
 */
export function groupReceipts(
  messages: readonly TimelineMessage[],
  viewerId: string,
  others: readonly Marks[],
): ReadonlyMap<string, GroupReceipt> {
  const receipts = new Map<string, GroupReceipt>();
  const mine = messages.filter((message) =>
    message.sender_id === viewerId && message.message_type !== "system" && !message.is_deleted && message.seq > 0
  );
  const newest = mine.at(-1);
  if (!newest || others.length === 0) return receipts;
  receipts.set(newest.id, receiptOf(newest.seq, others));
  const read = mine.findLast((message) => others.some((other) => other.last_read_seq >= message.seq));
  if (read) receipts.set(read.id, receiptOf(read.seq, others));
  return receipts;
}

function receiptOf(seq: number, others: readonly Marks[]): GroupReceipt {
  const readers = others.filter((other) => other.last_read_seq >= seq).length;
  const delivered = others.some((other) => other.last_delivered_seq >= seq);
  return { state: readers > 0 ? "read" : delivered ? "delivered" : "sent", readers, others: others.length };
}
