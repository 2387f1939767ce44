import { setMuted } from "@/db/members.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import type { Actor, ChatDeps } from "./deps.ts";

/** Mutes a conversation for me, or unmutes it; my other devices are told. */
export async function muteConversation(
  deps: ChatDeps,
  actor: Actor,
  conversationId: string,
  muted: boolean,
): Promise<void> {
  if (!isId(conversationId) || !(await setMuted(deps.db, actor.id, conversationId, muted))) {
    throw new ChatError("not_found");
  }
  deps.announcer.userState(actor.id, { type: "muted", conversation_id: conversationId, muted });
}
