import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "./deps.ts";

/** Mutes a conversation for me, or unmutes it. */
export function muteConversation(
  _deps: ChatDeps,
  _actor: Actor,
  _conversationId: string,
  _muted: boolean,
): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}
