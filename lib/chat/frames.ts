import type {
  EditedFrame,
  GroupUpdatedFrame,
  MemberFrame,
  MessageFrame,
  ReactedFrame,
  RecalledFrame,
} from "@/lib/protocol/frames.ts";
import type { ConversationKind, MessageData, MessageType, QuoteJson, SystemFact } from "@/lib/protocol/messages.ts";
import { receiverOf } from "./direct_key.ts";

/** A stored message with what its frame needs beside, whether it comes from a commit or from the table. */
export interface MessageFact {
  readonly conversationId: string;
  readonly kind: ConversationKind;
  /** The sorted pair of a direct chat, else null. */
  readonly directKey: string | null;
  readonly id: string;
  readonly seq: number;
  readonly authorId: string;
  readonly authorName: string;
  readonly clientId: string;
  readonly type: MessageType;
  readonly content: string;
  readonly data: MessageData;
  readonly quote: QuoteJson | null;
  readonly createdAt: Date;
}

/** The frame of a message: live and replayed it is the same text. Changes of a group are frames of their own. */
export function messageFrame(fact: MessageFact): MessageFrame | MemberFrame | GroupUpdatedFrame {
  if (fact.type === "system" && fact.data.system) return systemFrame(fact, fact.data.system);
  return {
    type: fact.kind === "group" ? "group" : "private",
    id: fact.id,
    seq: fact.seq,
    conversation_id: fact.conversationId,
    from: fact.authorId,
    from_name: fact.authorName,
    ...(fact.kind === "group"
      ? { group_id: fact.conversationId }
      : { to: receiverOf(fact.directKey ?? "", fact.authorId) }),
    content: fact.content,
    message_type: fact.type,
    created_at: fact.createdAt.toISOString(),
    client_id: fact.clientId,
    ...(fact.quote ? { reply_to: fact.quote } : {}),
    ...(isEmpty(fact.data) ? {} : { data: fact.data }),
  };
}

const isEmpty = (data: MessageData): boolean => Object.keys(data).length === 0;

/** What the contract calls a change of members; everything else is `group_updated`. */
const MEMBER_FRAMES: ReadonlyMap<SystemFact["action"], MemberFrame["type"]> = new Map([
  ["group_member_added", "group_member_added"],
  ["group_member_joined", "group_member_added"],
  ["group_member_removed", "group_member_removed"],
  ["group_member_left", "group_member_left"],
]);

function systemFrame(fact: MessageFact, system: SystemFact): MemberFrame | GroupUpdatedFrame {
  const common = {
    id: fact.id,
    seq: fact.seq,
    conversation_id: fact.conversationId,
    group_id: fact.conversationId,
    from: fact.authorId,
  };
  const tail = { text: fact.content, fact: system, created_at: fact.createdAt.toISOString() };
  const type = MEMBER_FRAMES.get(system.action);
  if (!type || system.user_id === undefined) return { type: "group_updated", ...common, ...tail };
  const content = {
    group_id: fact.conversationId,
    user_id: system.user_id,
    ...(type === "group_member_added" ? { role: system.role ?? "member" } : {}),
  };
  return { type, ...common, content, ...tail };
}

/** Where an edit, recall or reaction stands. */
interface EventFact {
  readonly conversationId: string;
  readonly seq: number;
  readonly messageId: string;
  readonly messageSeq: number;
  readonly actorId: string;
}

const eventFields = (fact: EventFact) => ({
  conversation_id: fact.conversationId,
  seq: fact.seq,
  message_id: fact.messageId,
  message_seq: fact.messageSeq,
  from: fact.actorId,
});

/** What the message says after the edit; replayed, what it says now. */
interface Edited {
  readonly content: string;
  readonly editedAt: Date;
  readonly data: MessageData;
}

export const editedFrame = (fact: EventFact, { content, editedAt, data }: Edited): EditedFrame => ({
  type: "edited",
  ...eventFields(fact),
  content,
  edited_at: editedAt.toISOString(),
  ...(data.mentions ? { mentions: data.mentions } : {}),
});

export const recalledFrame = (fact: EventFact): RecalledFrame => ({ type: "recalled", ...eventFields(fact) });

export const reactedFrame = (fact: EventFact, emoji: string, on: boolean): ReactedFrame => ({
  type: "reacted",
  ...eventFields(fact),
  emoji,
  on,
});
