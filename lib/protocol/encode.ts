import type { ClientFrame, Draft } from "./frames.ts";

/** What a client's frame is as text on the wire; `decodeFrame` is its inverse. */
export const encodeFrame = (frame: ClientFrame): string => JSON.stringify(wireFrame(frame));

function wireFrame(frame: ClientFrame): Record<string, unknown> {
  switch (frame.type) {
    case "private":
      return { type: "private", to: frame.to, ...wireDraft(frame.draft) };
    case "group":
      return { type: "group", group_id: frame.groupId, ...wireDraft(frame.draft) };
    case "typing":
      return frame.groupId === null ? { type: "typing", to: frame.to } : { type: "typing", group_id: frame.groupId };
    case "read":
      return "messageId" in frame
        ? { type: "read", content: frame.messageId }
        : { type: "read", conversation_id: frame.conversationId, seq: frame.seq };
    case "delivered":
      return { type: "delivered", conversation_id: frame.conversationId, seq: frame.seq };
    case "user_status":
      return { type: "user_status", content: "idle" in frame ? { idle: frame.idle } : { status: frame.status } };
    case "edit":
      return { type: "edit", message_id: frame.messageId, content: frame.content };
    case "recall":
      return { type: "recall", message_id: frame.messageId };
    case "react":
      return { type: "react", message_id: frame.messageId, emoji: frame.emoji, on: frame.on };
    case "resume":
      return { type: "resume", cursors: Object.fromEntries(frame.cursors) };
    case "ping":
      return { type: "ping" };
  }
}

function wireDraft(draft: Draft): Record<string, unknown> {
  return {
    content: draft.content,
    client_id: draft.clientId,
    message_type: draft.messageType,
    ...(draft.replyTo === null ? {} : { reply_to: draft.replyTo }),
    ...(draft.attachments.length === 0 ? {} : { attachments: draft.attachments }),
  };
}
