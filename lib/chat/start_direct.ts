import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import { openDirectChat } from "./known_conversations.ts";

/**
 * Finds or makes the direct chat with a person, oneself included. Where there is none yet, someone unknown, deactivated
 * or blocking gives one and the same `user_not_found`.
 */
export async function startDirect(
  deps: ChatDeps,
  actor: Actor,
  otherId: string,
): Promise<{ readonly conversationId: string }> {
  const chat = isId(otherId) ? await openDirectChat(deps.db, actor.id, otherId) : null;
  if (!chat) throw new ChatError("user_not_found");
  return { conversationId: chat.id };
}
