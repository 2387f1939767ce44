import type { CommittedDraft, FactDraft, FactResult } from "@/db/fact_writer.ts";
import { listHeads, type Stretch } from "@/db/facts.ts";
import { logger } from "@/lib/log.ts";
import type { ConversationKind } from "@/lib/protocol/messages.ts";
import type { ChatDeps } from "./deps.ts";
import { pairOf } from "./direct_key.ts";
import { ChangeContext, MessageContext } from "./draft_context.ts";
import { editedFrame, messageFrame, reactedFrame, recalledFrame } from "./frames.ts";
import { messageData } from "./message_json.ts";
import type { Fact } from "./ports.ts";
import { readStretches } from "./read_facts.ts";

type Deps = Pick<ChatDeps, "db" | "announcer">;
type Stored = Extract<FactResult, { outcome: "new" | "repeat" }>;

const log = logger("chat");

interface Group {
  readonly kind: ConversationKind;
  readonly directKey: string | null;
  readonly facts: Fact[];
}

/**
 * The writer's `onCommitted`: builds the frames of one commit and hands them to the announcer, once per conversation, in
 * order of seq. Repeats are announced again, from the table: the first attempt may have died between commit and publish,
 * and receivers drop a seq they already have.
 */
export function announceCommitted(deps: Deps, batch: readonly CommittedDraft[]): void {
  const groups = new Map<string, Group>();
  const repeats = new Map<string, Stretch>();
  for (const { draft, result } of batch) {
    if (result.outcome === "repeat") {
      repeats.set(`${draft.conversationId} ${result.seq}`, placeOf(draft.conversationId, result.seq));
    }
    if (result.outcome === "new") addFact(groups, draft, result);
  }
  for (const [conversationId, group] of groups) {
    // A draft may repeat another one of the same commit.
    if (repeats.size > 0) { for (const { seq } of group.facts) repeats.delete(`${conversationId} ${seq}`); }
    announceGroup(deps, conversationId, group);
  }
  if (repeats.size > 0) {
    announceStored(deps, [...repeats.values()]).catch((error) =>
      log.warn("Cannot announce repeated messages: {error}", { error })
    );
  }
}

const placeOf = (conversationId: string, seq: number): Stretch => ({ conversationId, after: seq - 1, upTo: seq });

function addFact(groups: Map<string, Group>, draft: FactDraft, result: Stored): void {
  const frame = frameOf(draft, result);
  const fact = { seq: result.seq, frame };
  const group = groups.get(draft.conversationId);
  if (group) group.facts.push(fact);
  else groups.set(draft.conversationId, newGroup(draft.context, fact));
}

const newGroup = (context: unknown, first: Fact): Group => ({
  kind: context instanceof MessageContext ? context.conversation.kind : kindOf(context),
  directKey: context instanceof MessageContext ? context.conversation.directKey : null,
  facts: [first],
});

const kindOf = (context: unknown): ConversationKind => context instanceof ChangeContext ? context.kind : "group";

function frameOf(draft: FactDraft, result: Stored): Fact["frame"] {
  if (draft.kind === "message") {
    const context = draft.context instanceof MessageContext ? draft.context : null;
    return messageFrame({
      conversationId: draft.conversationId,
      kind: context?.conversation.kind ?? "group",
      directKey: context?.conversation.directKey ?? null,
      id: result.id,
      seq: result.seq,
      authorId: draft.authorId,
      authorName: context?.authorName ?? "",
      clientId: draft.clientId,
      type: draft.type,
      content: result.content,
      data: messageData(draft.data),
      quote: context?.quote ?? null,
      createdAt: result.createdAt,
    });
  }
  const event = {
    conversationId: draft.conversationId,
    seq: result.seq,
    messageId: draft.context instanceof ChangeContext ? draft.context.messageId : result.id,
    messageSeq: result.messageSeq,
    actorId: draft.authorId,
  };
  if (draft.kind === "edit") {
    return editedFrame(event, { content: draft.content, editedAt: result.createdAt, data: messageData(draft.data) });
  }
  if (draft.kind === "recall") return recalledFrame(event);
  return reactedFrame(event, draft.emoji, draft.on);
}

/** The first message of a direct chat brings it into both people's lists. */
function announceGroup({ announcer }: Deps, conversationId: string, { kind, directKey, facts }: Group): void {
  facts.sort((a, b) => a.seq - b.seq);
  const isFirst = directKey !== null && facts[0]?.seq === 1;
  announcer.facts({
    conversationId,
    kind,
    facts,
    ...(isFirst ? { joined: [...new Set(pairOf(directKey))] } : {}),
  });
}

/** Facts that are in the table already, read back as they stand there. */
async function announceStored(deps: Deps, places: readonly Stretch[]): Promise<void> {
  const heads = await listHeads(deps.db, [...new Set(places.map((place) => place.conversationId))], null);
  const facts = await readStretches(deps.db, heads, places, null);
  for (const { conversationId, kind, directKey } of heads) {
    const list = facts.get(conversationId) ?? [];
    if (list.length > 0) announceGroup(deps, conversationId, { kind, directKey, facts: list });
  }
}
