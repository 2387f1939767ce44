import { lineOf } from "@/components/list/preview.ts";
import type { Note } from "@/lib/client/desk.ts";
import type { ConversationJson, MessageJson } from "@/lib/protocol/messages.ts";
import type { Model } from "./model.ts";

/** Tells on the page of a message in another conversation. */
export function showMessage(model: Model, message: MessageJson, row: ConversationJson): void {
  const { chat, desk, viewer } = model;
  const mentionsMe = message.data.mentions?.includes(viewer.id) ?? false;
  if (message.message_type === "system" || !mayReplace(desk.note.value, mentionsMe)) return;
  if (chat.currentId.value === null && isInView(row.id)) return;
  const person = chat.people.all.value[message.sender_id] ?? row.peer;
  desk.note.value = {
    kind: "message",
    conversationId: row.id,
    sender: {
      id: message.sender_id,
      name: message.sender_name ?? person?.display_name ?? "",
      picture: person?.avatar ?? "",
    },
    group: row.kind === "group" ? row.name : null,
    line: lineOf(message),
    mentionsMe,
  };
}

/** Who has only the list before them reads it there. A row that is yet to come stands on top. */
function isInView(conversationId: string): boolean {
  const list = document.querySelector(".list");
  if (!list?.checkVisibility()) return false;
  const row = list.querySelector(`a.row[href="/c/${conversationId}"]`)?.getBoundingClientRect();
  const { top, bottom } = list.getBoundingClientRect();
  return row === undefined || (row.top >= top && row.bottom <= bottom);
}

/** What asks for something, tells of a failure, or mentions me is not pushed away by talk. */
function mayReplace(note: Note | null, mentionsMe: boolean): boolean {
  if (!note) return true;
  if (note.kind === "message") return mentionsMe || !note.mentionsMe;
  return note.kind !== "error" && note.action === undefined;
}
