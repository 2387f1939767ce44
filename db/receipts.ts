import type { Database } from "./database.ts";
import { retrying } from "./retry.ts";

/** How far someone has read, or has received, a conversation. */
export interface ReceiptMark {
  readonly conversationId: string;
  readonly userId: string;
  readonly readSeq?: number;
  readonly deliveredSeq?: number;
}

/** A member whose marks rose, with what they were before. */
export interface RaisedReceipt {
  readonly conversationId: string;
  readonly userId: string;
  readonly readSeq: number;
  readonly deliveredSeq: number;
  readonly previousReadSeq: number;
  readonly previousDeliveredSeq: number;
}

/**
 * Raises high-water marks: never beyond the head, never down, and what is read is delivered. Answers only what really
 * rose; marks of people who are not members fall away.
 */
export async function raiseReceipts(db: Database, marks: readonly ReceiptMark[]): Promise<RaisedReceipt[]> {
  if (marks.length === 0) return [];
  return await retrying(() =>
    db.sql<RaisedReceipt[]>`
      select conversation_id as "conversationId", user_id as "userId", read_seq as "readSeq",
        delivered_seq as "deliveredSeq", previous_read_seq as "previousReadSeq",
        previous_delivered_seq as "previousDeliveredSeq"
      from raise_receipts_v1(
        ${marks.map((mark) => mark.conversationId)}::uuid[],
        ${marks.map((mark) => mark.userId)}::uuid[],
        ${marks.map((mark) => mark.readSeq ?? null)}::bigint[],
        ${marks.map((mark) => mark.deliveredSeq ?? null)}::bigint[]
      )`
  );
}
