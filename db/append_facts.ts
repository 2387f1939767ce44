import type postgres from "postgres";
import type {
  EditDraft,
  FactDraft,
  FactResult,
  MessageDraft,
  ReactDraft,
  RecallDraft,
  Refusal,
} from "./fact_writer.ts";

type ChangeDraft = EditDraft | RecallDraft | ReactDraft;

interface Answer {
  readonly verdict: "new" | "repeat" | "unchanged" | Refusal;
  readonly id: string;
  readonly seq: number;
  readonly created_at: Date;
  readonly content: string | null;
}

/** Of a draft that is not new, or, without `ord`, the last number before the new messages of a conversation. */
interface MessageRow extends Answer {
  /** From 1 on. */
  readonly ord: number | null;
}

/** Whether two drafts can go into one call. */
export const isSameCall = (one: FactDraft, other: FactDraft): boolean =>
  (one.kind === "message") === (other.kind === "message");

/** One call of one function and so one commit: all drafts are messages, or none is. Results come in their order. */
export async function appendFacts(sql: postgres.Sql, drafts: readonly FactDraft[]): Promise<FactResult[]> {
  const messages = drafts.filter((draft) => draft.kind === "message");
  const changes = drafts.filter((draft) => draft.kind !== "message");
  const answers = messages.length > 0 ? await appendMessages(sql, messages) : await appendChanges(sql, changes);
  return drafts.map((draft, index) => toResult(draft, answers[index]));
}

/** A conversation and one who writes in it, named once for all messages that do. */
class Writers {
  readonly conversations: string[] = [];
  readonly authors: string[] = [];
  readonly #places = new Map<string, Map<string, number>>();

  /** From 1 on. */
  placeOf({ conversationId, authorId }: MessageDraft): number {
    let places = this.#places.get(conversationId);
    if (!places) this.#places.set(conversationId, places = new Map());
    let place = places.get(authorId);
    if (place === undefined) {
      place = this.conversations.push(conversationId);
      this.authors.push(authorId);
      places.set(authorId, place);
    }
    return place;
  }
}

/**
 * The driver's queries hold functions that V8 makes among old objects, so that a query and all that it holds is kept until
 * the next full collection, thousands of messages later. So rows are not left with it, and lists are emptied.
 */
async function appendMessages(sql: postgres.Sql, drafts: readonly MessageDraft[]): Promise<Answer[]> {
  const writers = new Writers();
  const places = drafts.map((draft) => writers.placeOf(draft));
  const clientIds = drafts.map((draft) => draft.clientId);
  const ids = drafts.map((draft) => draft.id);
  const contents = drafts.map((draft) => draft.content);
  const rows: MessageRow[] = [];
  await sql<MessageRow[]>`
    select ord, verdict, id, seq, created_at, content from append_messages_v2(
      ${writers.conversations}::uuid[],
      ${writers.authors}::uuid[],
      ${places}::int[],
      ${clientIds}::text[],
      ${ids}::uuid[],
      ${drafts.map((draft) => draft.type)}::text[],
      ${contents}::text[],
      ${drafts.map((draft) => JSON.stringify(draft.data ?? {}))}::text[],
      ${drafts.map((draft) => draft.replyTo)}::bigint[]
    )`.forEach((row) => rows.push(row));
  const answers = answersOf(drafts, rows);
  for (const list of [writers.conversations, writers.authors, clientIds, ids, contents]) list.length = 0;
  return answers;
}

/** New messages are numbered in the order of their drafts, on from the number that is answered for their conversation. */
function answersOf(drafts: readonly MessageDraft[], rows: readonly MessageRow[]): Answer[] {
  const heads = new Map<string, { lastSeq: number; readonly at: Date }>();
  const others = new Map<number, Answer>();
  for (const row of rows) {
    if (row.ord === null) heads.set(row.id, { lastSeq: row.seq, at: row.created_at });
    else others.set(row.ord, row);
  }
  return drafts.map((draft, index) => {
    const other = others.get(index + 1);
    if (other) return other;
    const head = heads.get(draft.conversationId);
    if (!head) throw new Error("Cannot append messages: the store did not answer for each");
    return { verdict: "new", id: draft.id, seq: ++head.lastSeq, created_at: head.at, content: null };
  });
}

// Times and booleans go as text: the driver takes an array of either for a single value.
const appendChanges = (sql: postgres.Sql, drafts: readonly ChangeDraft[]) =>
  sql<Answer[]>`
    select verdict, id, seq, created_at, content from append_changes_v1(
      ${drafts.map((draft) => draft.kind)}::text[],
      ${drafts.map((draft) => draft.conversationId)}::uuid[],
      ${drafts.map((draft) => draft.authorId)}::uuid[],
      ${drafts.map((draft) => draft.messageSeq)}::bigint[],
      ${drafts.map((draft) => draft.kind === "edit" ? draft.content : null)}::text[],
      ${drafts.map((draft) => draft.kind === "edit" ? JSON.stringify(draft.data ?? {}) : null)}::text[],
      ${
    drafts.map((draft) => draft.kind === "react" ? null : draft.notBefore?.toISOString() ?? null)
  }::text[]::timestamptz[],
      ${drafts.map((draft) => draft.kind === "react" ? draft.emoji : null)}::text[],
      ${drafts.map((draft) => draft.kind === "react" ? String(draft.on) : null)}::text[]::boolean[]
    )`;

function toResult(draft: FactDraft, answer: Answer | undefined): FactResult {
  if (!answer) throw new Error("Cannot append facts: the store answered fewer drafts than it was given");
  const { verdict, id, seq } = answer;
  const messageSeq = draft.kind === "message" ? seq : draft.messageSeq;
  switch (verdict) {
    case "new":
    case "repeat": {
      const content = answer.content ?? (draft.kind === "message" ? draft.content : "");
      return { outcome: verdict, id, seq, messageSeq, createdAt: answer.created_at, content };
    }
    case "unchanged":
      return { outcome: "unchanged", id, seq, messageSeq };
    default:
      return { outcome: "refused", why: verdict };
  }
}
