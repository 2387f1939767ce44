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

/**
 * The driver's queries hold functions that V8 makes among old objects, so that a query and all that it holds is kept until
 * the next full collection, thousands of messages later. So rows are not left with it, and lists are emptied.
 */
async function appendMessages(sql: postgres.Sql, drafts: readonly MessageDraft[]): Promise<Answer[]> {
  const conversations = drafts.map((draft) => draft.conversationId);
  const authors = drafts.map((draft) => draft.authorId);
  const clientIds = drafts.map((draft) => draft.clientId);
  const ids = drafts.map((draft) => draft.id);
  const contents = drafts.map((draft) => draft.content);
  const answers: Answer[] = [];
  await sql<Answer[]>`
    select verdict, id, seq, created_at, content from append_messages_v1(
      ${conversations}::uuid[],
      ${authors}::uuid[],
      ${clientIds}::text[],
      ${ids}::uuid[],
      ${drafts.map((draft) => draft.type)}::text[],
      ${contents}::text[],
      ${drafts.map((draft) => JSON.stringify(draft.data ?? {}))}::text[],
      ${drafts.map((draft) => draft.replyTo)}::bigint[]
    )`.forEach((row) => answers.push(row));
  for (const list of [conversations, authors, clientIds, ids, contents]) list.length = 0;
  return answers.splice(0);
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
