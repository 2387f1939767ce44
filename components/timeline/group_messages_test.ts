import assert from "node:assert/strict";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { MessageJson } from "@/lib/protocol/messages.ts";
import { groupMessages, type TimelineRow } from "./group_messages.ts";
import { groupReceipts } from "./receipts.ts";

const reader: Reader = {
  locale: "en",
  clock: "auto",
  timeZone: "Asia/Shanghai",
  now: Date.parse("2025-11-22T04:00:00Z"),
};

function message(seq: number, sender: string, at: string, more: Partial<MessageJson> = {}): MessageJson {
  return {
    id: `id${seq}`,
    seq,
    conversation_id: "c",
    changed_seq: seq,
    sender_id: sender,
    receiver_id: "",
    group_id: "c",
    content: `m${seq}`,
    message_type: "text",
    status: "sent",
    is_read: false,
    is_deleted: false,
    read_at: null,
    created_at: at,
    updated_at: at,
    edited_at: null,
    client_id: `k${seq}`,
    reply_to: null,
    reactions: [],
    data: {},
    ...more,
  };
}

const sketch = (rows: readonly TimelineRow[]): string =>
  rows.map((row) => {
    if (row.kind !== "message") return row.kind === "system" ? `system×${row.messages.length}` : row.kind;
    return `${row.message.seq}${row.first ? "[" : ""}${row.last ? "]" : ""}`;
  }).join(" ");

Deno.test("messages of one author within five minutes of each other stand together", () => {
  const rows = groupMessages([
    message(1, "ann", "2025-11-22T01:00:00Z"),
    message(2, "ann", "2025-11-22T01:05:00Z", {
      reply_to: { id: "x", seq: 1, sender_id: "bob", content: "", message_type: "text", is_deleted: false },
    }),
    message(3, "ann", "2025-11-22T01:10:00.001Z"),
    message(4, "bob", "2025-11-22T01:10:01Z"),
  ], { viewerId: "bob", reader });
  assert.equal(sketch(rows), "day 1[ 2] 3[] 4[]");
});

Deno.test("a new day begins where the reader is, not in Greenwich", () => {
  const messages = [
    message(1, "ann", "2025-11-21T15:59:00Z"),
    message(2, "ann", "2025-11-21T16:01:00Z"),
  ];
  assert.equal(sketch(groupMessages(messages, { viewerId: "bob", reader })), "day 1[] day 2[]");
  const london = { ...reader, timeZone: "Europe/London" };
  assert.equal(sketch(groupMessages(messages, { viewerId: "bob", reader: london })), "day 1[ 2]");
});

Deno.test("the unread line stands before the first new message of someone else and counts only those", () => {
  const rows = groupMessages([
    message(1, "ann", "2025-11-22T01:00:00Z"),
    message(2, "bob", "2025-11-22T01:00:10Z"),
    message(3, "ann", "2025-11-22T01:00:20Z"),
    message(4, "ann", "2025-11-22T01:00:30Z", { is_deleted: true }),
    message(5, "ann", "2025-11-22T01:00:40Z"),
  ], { viewerId: "bob", reader, unreadAfter: 1 });
  assert.equal(sketch(rows), "day 1[] 2[] unread 3[ 4 5]");
  assert.equal(rows.find((row) => row.kind === "unread")?.count, 2);
  const read = groupMessages([message(1, "ann", "2025-11-22T01:00:00Z")], { viewerId: "bob", reader, unreadAfter: 1 });
  assert.equal(sketch(read), "day 1[]");
});

Deno.test("neighbouring notices are one row and break the author's group; hidden messages leave no trace", () => {
  const rows = groupMessages([
    message(1, "ann", "2025-11-22T01:00:00Z"),
    message(2, "ann", "2025-11-22T01:00:10Z", { message_type: "system" }),
    message(3, "ann", "2025-11-22T01:00:11Z", { message_type: "system" }),
    message(4, "ann", "2025-11-22T01:00:20Z"),
    { seq: 5, hidden: true },
    message(6, "ann", "2025-11-22T01:00:30Z"),
  ], { viewerId: "bob", reader });
  assert.equal(sketch(rows), "day 1[] system×2 4[ 6]");
});

Deno.test("a message keeps its key when the server gives it an id", () => {
  const key = (seq: number, id: string) =>
    groupMessages([message(seq, "ann", "2025-11-22T01:00:00Z", { id, client_id: "k" })], { viewerId: "ann", reader })
      .at(-1)?.key;
  assert.equal(key(0, "k"), key(7, "stored"));
});

Deno.test("in a group my newest message has a mark, and the newest read one if that is older", () => {
  const mine = [1, 2, 3].map((seq) => message(seq, "ann", "2025-11-22T01:00:00Z"));
  const others = [{ last_read_seq: 2, last_delivered_seq: 3 }, { last_read_seq: 1, last_delivered_seq: 1 }];
  const receipts = groupReceipts([...mine, message(4, "bob", "2025-11-22T01:00:00Z")], "ann", others);
  assert.deepEqual(Object.fromEntries(receipts), {
    id2: { state: "read", readers: 1, others: 2 },
    id3: { state: "delivered", readers: 0, others: 2 },
  });
  assert.equal(groupReceipts(mine, "ann", []).size, 0);
});
