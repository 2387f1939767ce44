import { ApiError } from "@/lib/client/api.ts";
import { editMessage, reactToMessage, recallMessage } from "@/lib/client/endpoints.ts";
import { LIMITS } from "@/lib/protocol/limits.ts";
import type { MessageJson } from "@/lib/protocol/messages.ts";
import type { Model } from "./model.ts";

/** What may be offered for a message. */
export interface Allowed {
  readonly edit: boolean;
  readonly recall: boolean;
}

/** The server decides; this only keeps away what it would refuse. */
export function allowedFor({ chat, viewer }: Model, message: MessageJson): Allowed {
  const isOwn = message.sender_id === viewer.id;
  const role = chat.conversations.get(message.conversation_id)?.role ?? "member";
  const isFresh = Date.now() - Date.parse(message.created_at) < LIMITS.editWindowMs;
  const isStored = message.seq > 0 && !message.is_deleted;
  const isGroup = message.group_id !== "";
  return {
    edit: isStored && isOwn && isFresh && message.message_type === "text",
    recall: isStored && (isOwn || (isGroup && role !== "member")),
  };
}

export const react = (model: Model, message: MessageJson, emoji: string, on: boolean): Promise<boolean> =>
  attempt(model, reactToMessage(model.chat.api, message.id, emoji, on));

export const edit = (model: Model, message: MessageJson, content: string): Promise<boolean> =>
  attempt(model, editMessage(model.chat.api, message.id, content));

export const recall = (model: Model, message: MessageJson): Promise<boolean> =>
  attempt(model, recallMessage(model.chat.api, message.id));

/** False, and a word on the page, when the server refused. */
export async function attempt({ desk }: Model, work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    desk.note.value = { kind: "error", text: error instanceof ApiError ? error.message : String(error) };
    return false;
  }
}
