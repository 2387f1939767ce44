import { ApiError } from "@/lib/client/api.ts";
import { editMessage, hideMessage, reactToMessage, recallMessage } from "@/lib/client/endpoints.ts";
import type { Room } from "@/lib/client/room.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
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

export async function hide(model: Model, room: Room, message: MessageJson): Promise<void> {
  if (!await attempt(model, hideMessage(model.chat.api, message.id))) return;
  room.timeline.hide(message.seq);
  model.chat.refetch(room.id);
  say(model, "message.hidden");
}

export async function copyText(model: Model, message: MessageJson): Promise<void> {
  await navigator.clipboard.writeText(message.content);
  say(model, "message.copied");
}

export async function copyLink(model: Model, message: MessageJson): Promise<void> {
  const address = new URL(`/c/${message.conversation_id}?at=${message.seq}`, location.href);
  await navigator.clipboard.writeText(address.href);
  say(model, "message.link_copied");
}

function say({ desk, reader }: Model, key: "message.copied" | "message.link_copied" | "message.hidden"): void {
  desk.note.value = { kind: "done", text: liveText(reader.value.locale)(key) };
}

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
