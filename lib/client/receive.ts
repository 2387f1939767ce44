import type { ServerFrame } from "@/lib/protocol/frames.ts";
import type { ConversationLoader } from "./conversation_loader.ts";
import type { Conversations } from "./conversations.ts";
import type { Cursors } from "./cursors.ts";
import type { Outbox } from "./outbox.ts";
import type { People } from "./people.ts";
import type { Rooms } from "./rooms.ts";
import type { Typing } from "./typing.ts";

/** Whom frames are for. */
export interface Receiver {
  readonly me: string;
  readonly conversations: Conversations;
  readonly cursors: Cursors;
  readonly outbox: Outbox;
  readonly people: People;
  readonly rooms: Rooms;
  readonly typing: Typing;
  readonly loader: ConversationLoader;
}

/** What each frame from the server means for what the page knows. */
export function receiveFrames(chat: Receiver, frames: readonly ServerFrame[]): void {
  for (const frame of frames) receive(chat, frame);
}

function receive(chat: Receiver, frame: ServerFrame): void {
  switch (frame.type) {
    case "private":
    case "group":
    case "edited":
    case "recalled":
    case "reacted":
    case "group_member_added":
    case "group_member_removed":
    case "group_member_left":
    case "group_updated":
    case "hidden":
      return chat.cursors.offer(frame);
    case "ack":
      chat.outbox.acked(frame.client_id);
      return chat.cursors.heads({ [frame.conversation_id]: frame.seq });
    case "read":
      if (frame.from === chat.me) return chat.conversations.markRead(frame.conversation_id, frame.seq);
      return raise(chat, frame.conversation_id, frame.readers ?? [frame.from], frame.seq, frame.seq);
    case "delivered":
      return raise(chat, frame.conversation_id, frame.readers ?? [frame.from], 0, frame.seq);
    case "typing":
      if (frame.from === chat.me) return;
      return chat.typing.heard(
        frame.conversation_id,
        frame.from,
        chat.people.nameOf(frame.from) || frame.content.username,
      );
    case "user_status":
      return chat.people.setPresence(frame.content.user_id, frame.content);
    case "heads":
      return chat.cursors.heads(frame.heads);
    case "resumed":
      for (const { id } of chat.conversations.rows) {
        if (!Object.hasOwn(frame.heads, id)) chat.loader.lose(id);
      }
      return chat.cursors.heads(frame.heads);
    case "reload":
      return chat.loader.reload(frame.conversation_id, frame.seq);
    case "conversation_removed":
      return chat.loader.lose(frame.conversation_id);
    case "muted":
      return chat.conversations.update(frame.conversation_id, { muted: frame.muted });
    case "error":
      return refused(chat, frame);
  }
}

function raise(chat: Receiver, conversationId: string, ids: readonly string[], read: number, delivered: number): void {
  const room = chat.rooms.find(conversationId);
  for (const id of ids) room?.receipts.raise(id, read, delivered);
  chat.conversations.raiseStatus(conversationId, read, delivered);
}

function refused(chat: Receiver, frame: Extract<ServerFrame, { type: "error" }>): void {
  if (frame.client_id === undefined) return;
  chat.outbox.refused(frame.client_id, {
    code: frame.code,
    ...(frame.retry_after_ms === undefined ? {} : { retryAfterMs: frame.retry_after_ms }),
  });
}
