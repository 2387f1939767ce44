import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "./deps.ts";

/**
 * Finds or makes the direct chat with a person, oneself included. Someone unknown, deactivated or blocking gives one and
 * the same `user_not_found`.
 */
export function startDirect(
  _deps: ChatDeps,
  _actor: Actor,
  _otherId: string,
): Promise<{ readonly conversationId: string }> {
  return Promise.reject(new ChatError("internal"));
}
