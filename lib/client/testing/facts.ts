import type { FactFrame, MessageFrame } from "@/lib/protocol/frames.ts";
import type { ConversationJson } from "@/lib/protocol/messages.ts";

export const CONVERSATION = "0190a000-0000-7000-8000-00000000c001";
export const ME = "0190a000-0000-7000-8000-0000000000a1";
export const PEER = "0190a000-0000-7000-8000-0000000000b2";

const time = (seq: number): string => new Date(Date.UTC(2025, 10, 22, 9, 0, seq)).toISOString();

/** A message as the server sends it live. */
export const messageFact = (seq: number, fields: Partial<MessageFrame> = {}): MessageFrame => ({
  type: "group",
  id: `m${seq}`,
  seq,
  conversation_id: CONVERSATION,
  group_id: CONVERSATION,
  from: PEER,
  from_name: "Bo",
  content: `text ${seq}`,
  message_type: "text",
  created_at: time(seq),
  client_id: `c${seq}`,
  ...fields,
});

export const editedFact = (seq: number, messageSeq: number, content: string): FactFrame => ({
  type: "edited",
  conversation_id: CONVERSATION,
  seq,
  message_id: `m${messageSeq}`,
  message_seq: messageSeq,
  from: PEER,
  content,
  edited_at: time(seq),
});

export const recalledFact = (seq: number, messageSeq: number, from = PEER): FactFrame => ({
  type: "recalled",
  conversation_id: CONVERSATION,
  seq,
  message_id: `m${messageSeq}`,
  message_seq: messageSeq,
  from,
});

export const reactedFact = (seq: number, messageSeq: number, from: string, emoji: string, on: boolean): FactFrame => ({
  type: "reacted",
  conversation_id: CONVERSATION,
  seq,
  message_id: `m${messageSeq}`,
  message_seq: messageSeq,
  from,
  emoji,
  on,
});

export const row = (id: string, fields: Partial<ConversationJson> = {}): ConversationJson => ({
  id,
  kind: "group",
  name: id,
  avatar: "",
  peer: null,
  last_seq: 0,
  last_message: null,
  last_activity: time(0),
  unread: 0,
  mentions: 0,
  last_read_seq: 0,
  muted: false,
  role: "member",
  member_count: 2,
  archived: false,
  read_only: false,
  ...fields,
});
