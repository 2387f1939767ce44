import type { MessageStatus } from "@/lib/protocol/messages.ts";

/** How far the members of a conversation other than one author have come. */
export interface OthersMarks {
  readonly others: number;
  readonly lowestRead: number;
  readonly lowestDelivered: number;
  readonly highestRead: number;
  /** When the other person of a direct chat last raised the read mark. */
  readonly readAt: Date | null;
}

export interface Receipt {
  readonly status: MessageStatus;
  readonly isRead: boolean;
  readonly readAt: Date | null;
}

/** A message is `read` when all others have read it, and `is_read` when anyone else has; nothing is stored per message. */
export function receiptOf(seq: number, marks: OthersMarks, kind: "direct" | "group"): Receipt {
  if (marks.others === 0) return { status: "sent", isRead: false, readAt: null };
  const isRead = marks.highestRead >= seq;
  return {
    status: marks.lowestRead >= seq ? "read" : marks.lowestDelivered >= seq ? "delivered" : "sent",
    isRead,
    readAt: isRead && kind === "direct" ? marks.readAt : null,
  };
}

/** One of the bounds that `listMarkBounds` gives: two of each kind, so that any one author can be left out. */
export interface MarkBound {
  readonly kind: "read_low" | "delivered_low" | "read_high";
  readonly userId: string;
  readonly seq: number;
  readonly readAt: Date | null;
}

/** The marks of all members but one author. */
export function marksOfOthers(bounds: readonly MarkBound[], authorId: string): OthersMarks {
  const find = (kind: MarkBound["kind"]) => bounds.find((bound) => bound.kind === kind && bound.userId !== authorId);
  const lowestRead = find("read_low");
  return {
    others: lowestRead ? 1 : 0,
    lowestRead: lowestRead?.seq ?? 0,
    lowestDelivered: find("delivered_low")?.seq ?? 0,
    highestRead: find("read_high")?.seq ?? 0,
    readAt: find("read_high")?.readAt ?? null,
  };
}
