import { dayKey } from "@/lib/i18n/format.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { HiddenJson } from "@/lib/protocol/messages.ts";
import type { TimelineMessage } from "../props.ts";

/** One line of a timeline. Keys stay the same when a message of mine goes from the outbox to the server. */
export type TimelineRow =
  | { readonly kind: "day"; readonly key: string; readonly at: string }
  | { readonly kind: "unread"; readonly key: string; readonly count: number }
  /** One or two notices as they are, three or more to fold. */
  | { readonly kind: "system"; readonly key: string; readonly messages: readonly TimelineMessage[] }
  | {
    readonly kind: "message";
    readonly key: string;
    readonly message: TimelineMessage;
    readonly own: boolean;
    /** First and last of what one person says in a row. */
    readonly first: boolean;
    readonly last: boolean;
  };

export interface GroupOptions {
  readonly viewerId: string;
  readonly reader: Reader;
  /** The unread line stands before the first message of others after this seq; absent: no line. */
  readonly unreadAfter?: number;
}

const GROUP_MS = 5 * 60 * 1000;

/** Rows of a timeline from messages, oldest first: days, the unread line, and who goes on speaking. Hidden messages fall away. */
export function groupMessages(
  messages: readonly (TimelineMessage | HiddenJson)[],
  { viewerId, reader, unreadAfter }: GroupOptions,
): TimelineRow[] {
  const shown = messages.filter((message): message is TimelineMessage => !("hidden" in message));
  const unread = unreadAfter === undefined ? [] : shown.filter((message) => isUnread(message, viewerId, unreadAfter));
  const rows: TimelineRow[] = [];
  let day = "";
  let previous: TimelineMessage | null = null;
  for (const message of shown) {
    const thisDay = dayKey(reader, message.created_at);
    if (thisDay !== day) {
      rows.push({ kind: "day", key: `day ${thisDay}`, at: message.created_at });
      day = thisDay;
      previous = null;
    }
    if (message === unread[0]) {
      rows.push({ kind: "unread", key: "unread", count: unread.length });
      previous = null;
    }
    if (message.message_type === "system") {
      addNotice(rows, message);
      previous = null;
      continue;
    }
    const continues = previous !== null && goesOn(previous, message);
    if (continues) markNotLast(rows);
    rows.push({
      kind: "message",
      key: messageKey(message),
      message,
      own: message.sender_id === viewerId,
      first: !continues,
      last: true,
    });
    previous = message;
  }
  return rows;
}

/** The same before and after the server has given the message its id. */
export const messageKey = (message: TimelineMessage): string =>
  `${message.sender_id} ${message.client_id || message.id}`;

const isUnread = (message: TimelineMessage, viewerId: string, after: number): boolean =>
  message.seq > after && message.sender_id !== viewerId && message.message_type !== "system" && !message.is_deleted;

function goesOn(previous: TimelineMessage, next: TimelineMessage): boolean {
  const between = Date.parse(next.created_at) - Date.parse(previous.created_at);
  return previous.sender_id === next.sender_id && between <= GROUP_MS;
}

function markNotLast(rows: TimelineRow[]): void {
  const row = rows.at(-1);
  if (row?.kind === "message") rows[rows.length - 1] = { ...row, last: false };
}

function addNotice(rows: TimelineRow[], message: TimelineMessage): void {
  const row = rows.at(-1);
  if (row?.kind === "system") rows[rows.length - 1] = { ...row, messages: [...row.messages, message] };
  else rows.push({ kind: "system", key: messageKey(message), messages: [message] });
}
