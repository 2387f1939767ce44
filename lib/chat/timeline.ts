import type { MessageJson, TimelinePageJson } from "@/lib/protocol/messages.ts";
import { ChatError } from "@/lib/errors.ts";
import type { ChatDeps } from "./deps.ts";

/** Which stretch of a conversation: the newest when none of the three is given. `limit` is clamped to 1–100, 50 by default. */
export interface TimelineWindow {
  readonly before?: number;
  readonly after?: number;
  readonly around?: number;
  readonly limit?: number;
}

/** A stretch of a conversation of mine, oldest first. */
export function timelinePage(
  _deps: ChatDeps,
  _userId: string,
  _conversationId: string,
  _window: TimelineWindow = {},
): Promise<TimelinePageJson> {
  return Promise.reject(new ChatError("internal"));
}

/** One message that I may read, as a page would show it. */
export function findMessage(_deps: ChatDeps, _userId: string, _messageId: string): Promise<MessageJson> {
  return Promise.reject(new ChatError("internal"));
}
