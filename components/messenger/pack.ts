import type { ConversationJson, HiddenJson, MessageJson, TimelinePageJson } from "@/lib/protocol/messages.ts";
import { oneLine } from "../list/preview.ts";
import type { MessengerProps, OpenConversation } from "./props.ts";

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

interface PackedPage extends Omit<TimelinePageJson, "messages"> {
  readonly messages: readonly (PackedMessage | HiddenJson)[];
}
interface PackedOpen extends Omit<OpenConversation, "page"> {
  readonly page: PackedPage;
}
type PackedConversation = Omit<ConversationJson, "last_message"> & { readonly last_message: PackedMessage | null };

/** `MessengerProps` as the page carries them to the island, which unpacks them before anything else. */
export interface PackedMessengerProps extends Omit<MessengerProps, "conversations" | "open"> {
  readonly conversations: readonly PackedConversation[];
  readonly open: PackedOpen | null;
}

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

export const packMessenger = (props: MessengerProps): PackedMessengerProps => ({
  ...props,
  conversations: props.conversations.map((conversation) => ({
    ...conversation,
    last_message: conversation.last_message && packPreview(conversation.last_message, props.viewer.id),
  })),
  open: props.open && {
    ...props.open,
    page: {
      ...props.open.page,
      messages: props.open.page.messages.map((message) =>
        "hidden" in message ? message : packMessage(message, props.viewer.id)
      ),
    },
  },
});

export const unpackMessenger = (packed: PackedMessengerProps): MessengerProps => ({
  ...packed,
  conversations: packed.conversations.map((conversation) => ({
    ...conversation,
    last_message: conversation.last_message && unpackMessage(conversation.last_message, conversation),
  })),
  open: packed.open && {
    ...packed.open,
    page: { ...packed.open.page, messages: unpackPage(packed.open) },
  },
});

function unpackPage(open: PackedOpen): (MessageJson | HiddenJson)[] {
  const names = new Map(open.page.people?.map((person) => [person.id, person.display_name]));
  return open.page.messages.map((message) =>
    "hidden" in message ? message : unpackMessage(message, open.details, names.get(message[2]))
  );
}

function packMessage(message: MessageJson, viewerId: string, name?: string): PackedMessage {
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

/** The list shows one line of a message, so that is all it carries. */
const packPreview = (message: MessageJson, viewerId: string): PackedMessage =>
  packMessage(
    { ...message, content: oneLine(message.content), reply_to: null, reactions: [] },
    viewerId,
    message.sender_name,
  );

type Where = Pick<ConversationJson, "id" | "kind" | "peer">;

function unpackMessage(
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
