import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import type { Change } from "./change.ts";

/** Sets or takes back a reaction of mine; doing it twice is no failure. */
export function reactToMessage(
  _deps: ChatDeps,
  _actor: Actor,
  _messageId: string,
  _emoji: string,
  _on: boolean,
): Promise<Change> {
  return Promise.reject(new ChatError("internal"));
}
