import type { ConversationKey } from "@/db/conversations.ts";
import { findQuoted } from "@/db/messages.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId, newId } from "@/lib/ids.ts";
import type { Draft } from "@/lib/protocol/frames.ts";
import type { QuoteJson } from "@/lib/protocol/messages.ts";
import { checkDraft } from "./check_draft.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import { MessageContext } from "./draft_context.ts";
import { tellOfFirstWords } from "./first_words.ts";
import { findConversationKey, knownConversation, knownDirectChat, openDirectChat } from "./known_conversations.ts";
import { mayMention, resolveMentions } from "./mentions.ts";
import { claimFiles, type MessageFiles } from "./message_files.ts";
import { quoteJson } from "./message_json.ts";
import { refusalError } from "./refusals.ts";

export type SendTarget =
  /** A person; the direct chat is made when there is none. */
  | { readonly to: string }
  | { readonly groupId: string }
  | { readonly conversationId: string };

/** What the author gets once the message is committed; a repeat gets the stored values. */
export interface Ack {
  readonly client_id: string;
  readonly id: string;
  readonly seq: number;
  readonly conversation_id: string;
  readonly created_at: string;
}

/**
 * Stores a message once and tells everyone. Resolves after commit, or rejects. Whether the author may write is decided
 * inside the writer's transaction, so that a removal and a last message cannot cross. A plain message to a known
 * conversation waits for nothing but its commit: it is with the writer when this returns its promise.
 */
export async function sendMessage(deps: ChatDeps, actor: Actor, target: SendTarget, input: Draft): Promise<Ack> {
  const draft = checkDraft(input, deps.limits);
  const conversation = knownTarget(deps, actor, target) ?? await findTarget(deps, actor, target);
  const { mentions, quote, files } = isPlain(draft)
    ? NOTHING_BESIDE
    : await readBeside(deps, actor, conversation, draft);
  const result = await deps.writer.append({
    kind: "message",
    conversationId: conversation.id,
    authorId: actor.id,
    id: newId(deps.clock.now()),
    clientId: draft.clientId,
    type: files?.type ?? draft.messageType,
    content: draft.content,
    data: {
      ...mentions.length === 0 ? {} : { mentions },
      ...files === null ? {} : { attachments: files.attachments },
    },
    replyTo: quote?.seq ?? null,
    context: new MessageContext(conversation, actor.displayName, quote),
  });
  if (result.outcome === "refused") {
    await files?.release();
    throw result.why === "not_member" ? outsideError(target) : refusalError("send", result.why);
  }
  if (result.outcome === "unchanged") throw new ChatError("internal");
  if (conversation.directKey !== null) await tellOfFirstWords(deps, conversation, actor.id, result.seq);
  return {
    client_id: draft.clientId,
    id: result.id,
    seq: result.seq,
    conversation_id: conversation.id,
    created_at: result.createdAt.toISOString(),
  };
}

/** What goes with a message beside its text. */
interface Beside {
  readonly mentions: readonly string[];
  readonly quote: QuoteJson | null;
  readonly files: MessageFiles | null;
}

const NOTHING_BESIDE: Beside = { mentions: [], quote: null, files: null };

const isPlain = ({ content, replyTo, attachments }: Draft): boolean =>
  replyTo === null && attachments.length === 0 && !mayMention(content);

async function readBeside(deps: ChatDeps, actor: Actor, { id }: ConversationKey, draft: Draft): Promise<Beside> {
  const [mentions, quote] = await Promise.all([
    resolveMentions(deps.db, id, draft.content),
    draft.replyTo === null ? null : getQuote(deps, id, draft.replyTo),
  ]);
  const name = { conversationId: id, ownerId: actor.id, clientId: draft.clientId };
  const files = draft.attachments.length === 0 ? null : await claimFiles(deps, draft.attachments, name);
  return { mentions, quote, files };
}

function knownTarget({ db }: ChatDeps, actor: Actor, target: SendTarget): ConversationKey | undefined {
  if ("to" in target) return knownDirectChat(db, actor.id, target.to);
  if ("conversationId" in target) return knownConversation(db, target.conversationId);
  const key = knownConversation(db, target.groupId);
  return key?.kind === "group" ? key : undefined;
}

async function findTarget(deps: ChatDeps, actor: Actor, target: SendTarget): Promise<ConversationKey> {
  const found = "to" in target ? await findDirectTarget(deps, actor, target.to) : await findPlace(deps, target);
  if (!found) throw outsideError(target);
  return found;
}

const findDirectTarget = (deps: ChatDeps, actor: Actor, to: string): Promise<ConversationKey | null> =>
  isId(to) ? openDirectChat(deps.db, actor.id, to) : Promise.resolve(null);

async function findPlace(
  deps: ChatDeps,
  target: { readonly groupId: string } | { readonly conversationId: string },
): Promise<ConversationKey | null> {
  const id = "groupId" in target ? target.groupId : target.conversationId;
  const key = isId(id) ? await findConversationKey(deps.db, id) : null;
  return key && "groupId" in target && key.kind !== "group" ? null : key;
}

/** What someone outside gets, whether there is such a conversation or not. */
function outsideError(target: SendTarget): ChatError {
  if ("to" in target) return new ChatError("user_not_found");
  return new ChatError("groupId" in target ? "not_member" : "not_found");
}

async function getQuote(deps: ChatDeps, conversationId: string, messageId: string): Promise<QuoteJson> {
  const quoted = isId(messageId) ? await findQuoted(deps.db, conversationId, messageId) : null;
  if (quoted) return quoteJson(quoted);
  throw new ChatError("invalid", {
    text: "Cannot send message: reply_to names no message of this conversation",
    field: "reply_to",
  });
}
