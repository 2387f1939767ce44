import { hide } from "@/db/hidden.ts";
import { accessMessage } from "./access.ts";
import type { Actor, ChatDeps } from "./deps.ts";

/** Hides a message for me alone ("delete for me"). */
export async function hideMessage(deps: ChatDeps, actor: Actor, messageId: string): Promise<void> {
  const door = await accessMessage(deps, actor.id, messageId);
  await hide(deps.db, actor.id, door.conversationId, door.seq);
}
