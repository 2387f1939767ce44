import { findOpenDirect } from "@/db/conversations.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import { accessConversation, accessGroup } from "./access.ts";
import type { Actor, ChatDeps } from "./deps.ts";

interface TypingTarget {
  readonly to: string | null;
  readonly groupId: string | null;
}

/** Tells the others of a conversation that I am writing. The caller limits how often. */
export async function announceTyping(deps: ChatDeps, actor: Actor, target: TypingTarget): Promise<void> {
  const conversationId = target.groupId === null
    ? await findDirectPlace(deps, actor, target.to ?? "")
    : (await accessGroup(deps, actor.id, target.groupId, "post")).conversationId;
  if (conversationId === null) return;
  deps.announcer.conversationState(conversationId, {
    type: "typing",
    conversation_id: conversationId,
    from: actor.id,
    ...(target.groupId === null ? { to: target.to ?? "" } : { group_id: target.groupId }),
    content: { username: actor.username },
  }, actor.id);
}

/** Null: nobody to tell, because one of the two blocks the other. Where there is no chat yet, there is nobody either. */
async function findDirectPlace(deps: ChatDeps, actor: Actor, to: string): Promise<string | null> {
  if (!isId(to)) throw new ChatError("user_not_found");
  const direct = await findOpenDirect(deps.db, actor.id, to);
  if (!direct || direct.isBlocked) return null;
  return (await accessConversation(deps, actor.id, direct.id, "post")).conversationId;
}
