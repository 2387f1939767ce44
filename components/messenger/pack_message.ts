import type { ConversationJson, MessageJson } from "@/lib/protocol/messages.ts";

/**
 * A message without what most messages have in common, and without names for what all have: half of a page's bytes would
 * otherwise be `false`, `""`, keys, and ids that are known. Time is in milliseconds.
 */
export type PackedMessage = readonly [
  id: string,
  seq: number,
  senderId: string,
  content: string,
  createdMs: number,
  more?: Partial<MessageJson>,
];

const COMMON = {
  changed_seq: 0,
  receiver_id: "",
  group_id: "",
  message_type: "text",
  status: "sent",
  is_read: false,
  is_deleted: false,
  read_at: null,
  edited_at: null,
  client_id: "",
  reply_to: null,
} as const;

/** `name`: the author's, where nothing beside the message tells it. */
export function packMessage(message: MessageJson, viewerId: string, name?: string): PackedMessage {
  const { id, seq, sender_id, content, created_at } = message;
  const more: Record<string, unknown> = name === undefined ? {} : { sender_name: name };
  for (const [key, value] of Object.entries(message)) {
    if (isNeeded(key, value, message, viewerId)) more[key] = value;
  }
  const packed = [id, seq, sender_id, content, Date.parse(created_at)] as const;
  return Object.keys(more).length === 0 ? packed : [...packed, more];
}

function isNeeded(key: string, value: unknown, message: MessageJson, viewerId: string): boolean {
  switch (key) {
    case "id":
    case "seq":
    case "sender_id":
    case "content":
    case "created_at":
    case "conversation_id":
    case "receiver_id":
    case "group_id":
    case "sender_name":
      return false;
    case "changed_seq":
      return value !== message.seq;
    case "updated_at":
      return value !== message.created_at;
    case "client_id":
    case "status":
    case "is_read":
    case "read_at":
      // Whether a message has come and been read is told of my own only; so is the id that tells them from the outbox.
      return message.sender_id === viewerId && value !== COMMON[key];
    case "reactions":
      return message.reactions.length > 0;
    case "data":
      return Object.keys(message.data).length > 0;
    default:
      return !(key in COMMON) || value !== COMMON[key as keyof typeof COMMON];
  }
}

type Where = Pick<ConversationJson, "id" | "kind"> & { readonly peer: { readonly id: string } | null };

export function unpackMessage(
  [id, seq, sender_id, content, createdMs, more = {}]: PackedMessage,
  where: Where,
  senderName?: string,
): MessageJson {
  const created_at = new Date(createdMs).toISOString();
  return {
    ...COMMON,
    id,
    seq,
    sender_id,
    content,
    created_at,
    changed_seq: seq,
    conversation_id: where.id,
    receiver_id: where.kind === "direct" ? where.peer?.id ?? "" : "",
    group_id: where.kind === "group" ? where.id : "",
    updated_at: created_at,
    reactions: [],
    data: {},
    ...(senderName === undefined ? {} : { sender_name: senderName }),
    ...more,
  };
}
