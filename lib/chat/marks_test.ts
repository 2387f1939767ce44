import assert from "node:assert/strict";
import { type MarkBound, marksOfOthers, receiptOf } from "./marks.ts";

const at = new Date("2026-01-02T03:04:05Z");
const bound = (kind: MarkBound["kind"], userId: string, seq: number): MarkBound => ({ kind, userId, seq, readAt: at });

Deno.test("an author's own mark says nothing about the author's messages", () => {
  const bounds = [
    bound("read_low", "ann", 2),
    bound("read_low", "bob", 5),
    bound("delivered_low", "ann", 2),
    bound("delivered_low", "bob", 7),
    bound("read_high", "cem", 9),
    bound("read_high", "ann", 9),
  ];
  const ofAnn = marksOfOthers(bounds, "ann");
  assert.deepEqual([ofAnn.lowestRead, ofAnn.lowestDelivered, ofAnn.highestRead], [5, 7, 9]);
  const ofBob = marksOfOthers(bounds, "bob");
  assert.deepEqual([ofBob.lowestRead, ofBob.lowestDelivered], [2, 2]);
});

Deno.test("a message is read when all others have read it, and was read by someone before that", () => {
  const marks = { others: 2, lowestRead: 3, lowestDelivered: 5, highestRead: 8, readAt: at };
  assert.deepEqual(receiptOf(3, marks, "direct"), { status: "read", isRead: true, readAt: at });
  assert.deepEqual(receiptOf(4, marks, "group"), { status: "delivered", isRead: true, readAt: null });
  assert.deepEqual(receiptOf(6, marks, "group"), { status: "sent", isRead: true, readAt: null });
  assert.deepEqual(receiptOf(9, marks, "direct"), { status: "sent", isRead: false, readAt: null });
});

Deno.test("with nobody else there is nobody to read", () => {
  assert.deepEqual(receiptOf(1, marksOfOthers([bound("read_low", "ann", 4)], "ann"), "direct"), {
    status: "sent",
    isRead: false,
    readAt: null,
  });
});
