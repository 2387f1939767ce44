import type { LiveText } from "@/lib/i18n/live_text.ts";
import type { ConversationJson, MessageJson } from "@/lib/protocol/messages.ts";
import { noticeOf, noticeText } from "../timeline/notice_text.ts";

export interface Preview {
  /** "Tomás: ", "You: " or "". */
  readonly lead: string;
  readonly text: string;
  readonly icon: "paperclip" | null;
  /** The tick before my own last message of a direct chat. */
  readonly tick: MessageJson["status"] | null;
  readonly faint: boolean;
}

const CHARACTERS = 140;
const none: Preview = { lead: "", text: "", icon: null, tick: null, faint: false };

/** The second line of a conversation's row. */
export function previewOf(text: LiveText, conversation: ConversationJson, viewerId: string): Preview {
  const message = conversation.last_message;
  if (!message) return { ...none, text: text("row.empty"), faint: true };
  if (message.message_type === "system") {
    return { ...none, text: noticeText(noticeOf(text, message, viewerId)) };
  }
  const own = message.sender_id === viewerId;
  const lead = conversation.kind === "direct" ? "" : leadOf(text, own, message.sender_name);
  if (message.is_deleted) return { ...none, lead, text: text("message.recalled"), faint: true };
  const attachment = message.data.attachments?.[0];
  return {
    lead,
    text: lineOf(message),
    icon: attachment ? "paperclip" : null,
    tick: own && conversation.kind === "direct" && conversation.peer?.id !== viewerId ? message.status : null,
    faint: false,
  };
}

const leadOf = (text: LiveText, own: boolean, name: string | undefined): string =>
  own ? text("row.you") : name === undefined ? "" : text("row.by", { name: firstWord(name) });

/** A row has no room for full names: "Tomás Rivera" is "Tomás"; Chinese names have no spaces and stay whole. */
const firstWord = (name: string): string => name.trim().split(/\s+/)[0] ?? name;

/** A message in one line: its text, else the name of its first file. */
export const lineOf = ({ content, data }: Pick<MessageJson, "content" | "data">): string =>
  oneLine(content) || (data.attachments?.[0]?.name ?? "");

/** Markdown marks are noise in one line of plain text, and so are line ends. */
export const oneLine = (content: string): string =>
  content.slice(0, CHARACTERS * 4).replace(/!?\[([^\]\n]*)\]\([^)\s]*\)/g, "$1").replace(
    /```\w*|[*`~]{1,3}|^[>#-]+\s/gm,
    "",
  ).replace(/\s+/g, " ").trim().slice(
    0,
    CHARACTERS,
  );
