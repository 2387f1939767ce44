import type { TimelineMessage } from "@/components/props.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { OutboxItem } from "@/lib/client/outbox_item.ts";
import type { Room } from "@/lib/client/room.ts";
import type { MessageJson } from "@/lib/protocol/messages.ts";
import type { Model } from "./model.ts";

/** Drawn objects by what they were made of: the same message is the same object, and is then not drawn again. */
const drawn = new WeakMap<MessageJson | OutboxItem, TimelineMessage>();

/** What the timeline shows: the loaded messages with their ticks, then mine that the server does not have yet. */
export function shownMessages(model: Model, room: Room): readonly TimelineMessage[] {
  const { chat, viewer } = model;
  room.timeline.version.value;
  room.receipts.version.value;
  chat.outbox.version.value;
  const stored = room.timeline.messages.map((message) =>
    message.sender_id === viewer.id ? withStatus(message, room) : message
  );
  if (room.timeline.hasNewer) return stored;
  const waiting = chat.outbox.of(room.id).filter((item) => !room.timeline.hasClientId(viewer.id, item.clientId));
  return [...stored, ...waiting.map((item) => onItsWay(model, item))];
}

function withStatus(message: MessageJson, room: Room): MessageJson {
  const derived = room.receipts.statusOf(message.seq);
  const status = RANK[derived] > RANK[message.status] ? derived : message.status;
  if (status === message.status) return message;
  const known = drawn.get(message);
  if (known?.status === status) return known;
  const shown = { ...message, status };
  drawn.set(message, shown);
  return shown;
}

const RANK = { sent: 0, delivered: 1, read: 2 } as const;

function onItsWay(model: Model, item: OutboxItem): TimelineMessage {
  const known = drawn.get(item);
  if (known) return known;
  const { viewer } = model;
  const at = new Date(item.createdAt).toISOString();
  const shown: TimelineMessage = {
    id: item.clientId,
    seq: 0,
    conversation_id: item.conversationId,
    changed_seq: 0,
    sender_id: viewer.id,
    sender_name: viewer.displayName,
    receiver_id: item.target.kind === "direct" ? item.target.to : "",
    group_id: item.target.kind === "group" ? item.conversationId : "",
    content: item.content,
    message_type: item.messageType,
    status: "sent",
    is_read: false,
    is_deleted: false,
    read_at: null,
    created_at: at,
    updated_at: at,
    edited_at: null,
    client_id: item.clientId,
    reply_to: item.replyTo,
    reactions: [],
    data: item.files ? { attachments: item.files } : {},
    ...(item.state === "sent" ? {} : { state: item.state }),
    ...(item.state === "failed" ? { failure: failureText(model, item.reason ?? "") } : {}),
  };
  drawn.set(item, shown);
  return shown;
}

function failureText({ reader }: Model, reason: string): string {
  const text = liveText(reader.value.locale);
  switch (reason) {
    case "not_member":
    case "archived":
    case "read_only":
      return text(`failed.${reason}`);
    case "user_not_found":
    case "forbidden":
      return text("failed.blocked");
    case "too_large":
    case "frame_too_large":
      return text("failed.too_long");
    default:
      return text("failed.not_sent");
  }
}
