import { hideMessage } from "@/lib/client/endpoints.ts";
import type { Room } from "@/lib/client/room.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { MessageJson } from "@/lib/protocol/messages.ts";
import type { Model } from "./model.ts";
import { attempt } from "./verbs.ts";

/** The acts that say on the page that they are done. They come with the layers that offer them. */

export async function hide(model: Model, room: Room, message: MessageJson): Promise<void> {
  if (!await attempt(model, hideMessage(model.chat.api, message.id))) return;
  room.timeline.hide(message.seq);
  model.chat.loader.refetch(room.id);
  say(model, "message.hidden");
}

export async function copyText(model: Model, message: Pick<MessageJson, "content">): Promise<void> {
  await toClipboard(message.content);
  say(model, "message.copied");
}

export async function copyLink(model: Model, message: MessageJson): Promise<void> {
  const address = new URL(`/c/${message.conversation_id}?at=${message.seq}`, location.href);
  await toClipboard(address.href);
  say(model, "message.link_copied");
}

/** Over plain HTTP a page has no clipboard; what is chosen in a field can be copied even there. */
async function toClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return await navigator.clipboard.writeText(text);
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
}

function say({ desk, reader }: Model, key: "message.copied" | "message.link_copied" | "message.hidden"): void {
  desk.note.value = { kind: "done", text: liveText(reader.value.locale)(key) };
}
