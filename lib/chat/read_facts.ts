import type { Database } from "@/db/database.ts";
import { type EventRow, type HeadRow, listEvents, listHeads, listMessages, type Stretch } from "@/db/facts.ts";
import type { MessageRow } from "@/db/message_rows.ts";
import type { FactFrame } from "@/lib/protocol/frames.ts";
import type { ConversationKind } from "@/lib/protocol/messages.ts";
import { editedFrame, messageFrame, reactedFrame, recalledFrame } from "./frames.ts";
import { messageData, quoteJson } from "./message_json.ts";
import type { Fact } from "./ports.ts";

export interface FactsAfter {
  readonly kind: ConversationKind;
  /** Everything with seq greater than the cursor, in order; empty when `tooMany`. */
  readonly facts: readonly Fact[];
  /** The conversation's last seq, read before the facts: all facts at or below it are there. */
  readonly head: number;
  /** More than `limit` facts are missing: the reader reloads. */
  readonly tooMany: boolean;
}

/** What one call may hold in memory over all conversations; beyond it the remaining ones are told to reload. */
const MOST_FACTS = 50_000;

/**
 * All facts after the given cursors (conversation id → seq), in three queries whatever the number of conversations. With
 * `forUserId`, messages that person hid become `hidden` frames, and conversations the person is no member of are left out.
 */
export async function readFacts(
  db: Database,
  cursors: ReadonlyMap<string, number>,
  limit: number,
  forUserId: string | null = null,
): Promise<ReadonlyMap<string, FactsAfter>> {
  if (cursors.size === 0) return new Map();
  const heads = await listHeads(db, [...cursors.keys()], forUserId);
  const stretches = planStretches(heads, cursors, limit);
  const facts = await readStretches(db, heads, [...stretches.values()], forUserId);
  return new Map(heads.map((head) => [head.conversationId, {
    kind: head.kind,
    facts: facts.get(head.conversationId) ?? [],
    head: head.lastSeq,
    tooMany: head.lastSeq > (cursors.get(head.conversationId) ?? 0) && !stretches.has(head.conversationId),
  }]));
}

/** Numbers are dense, so that what is missing is counted without reading it. */
function planStretches(
  heads: readonly HeadRow[],
  cursors: ReadonlyMap<string, number>,
  limit: number,
): Map<string, Stretch> {
  let left = MOST_FACTS;
  const stretches = new Map<string, Stretch>();
  for (const { conversationId, lastSeq } of heads) {
    const after = cursors.get(conversationId) ?? 0;
    const missing = lastSeq - after;
    if (missing <= 0 || missing > limit || missing > left) continue;
    left -= missing;
    stretches.set(conversationId, { conversationId, after, upTo: lastSeq });
  }
  return stretches;
}

/** The facts at these places alone, by conversation; for what a repeat has to announce again. */
export async function readStretches(
  db: Database,
  heads: readonly HeadRow[],
  stretches: readonly Stretch[],
  viewerId: string | null,
): Promise<Map<string, Fact[]>> {
  if (stretches.length === 0) return new Map();
  const [messages, events] = await Promise.all([
    listMessages(db, stretches, viewerId),
    listEvents(db, stretches, viewerId),
  ]);
  const facts = new Map<string, Fact[]>(stretches.map((stretch) => [stretch.conversationId, []]));
  const headOf = new Map(heads.map((head) => [head.conversationId, head]));
  for (const row of messages) {
    const head = headOf.get(row.conversationId);
    if (head) facts.get(row.conversationId)?.push({ seq: row.seq, frame: messageRowFrame(row, head) });
  }
  for (const row of events) facts.get(row.conversationId)?.push({ seq: row.seq, frame: eventRowFrame(row) });
  for (const list of facts.values()) list.sort((a, b) => a.seq - b.seq);
  return facts;
}

function messageRowFrame(row: MessageRow, head: HeadRow): FactFrame {
  if (row.hidden) return { type: "hidden", conversation_id: row.conversationId, seq: row.seq };
  return messageFrame({
    ...row,
    kind: head.kind,
    directKey: head.directKey,
    data: row.deletedAt ? {} : messageData(row.data),
    quote: row.quote ? quoteJson(row.quote) : null,
  });
}

function eventRowFrame(row: EventRow): FactFrame {
  if (row.hidden) return { type: "hidden", conversation_id: row.conversationId, seq: row.seq };
  if (row.kind === "edited") {
    return editedFrame(row, { content: row.content, editedAt: row.createdAt, data: messageData(row.messageData) });
  }
  if (row.kind === "recalled") return recalledFrame(row);
  const { emoji, on } = reactionOf(row.data);
  return reactedFrame(row, emoji, on);
}

/** `events.data` is written by the writer alone. */
function reactionOf(data: unknown): { emoji: string; on: boolean } {
  const fields: { emoji?: unknown; on?: unknown } = typeof data === "object" && data !== null ? data : {};
  return { emoji: String(fields.emoji ?? ""), on: fields.on === true };
}
