import { ChatError } from "@/lib/errors.ts";
import { accessMessage } from "./access.ts";
import { appendChange, type Change } from "./change.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import { ChangeContext } from "./draft_context.ts";

/** Takes a message back for everyone; its number stays. Recalling twice is no failure. */
export async function recallMessage(deps: ChatDeps, actor: Actor, messageId: string): Promise<Change> {
  const door = await accessMessage(deps, actor.id, messageId);
  if (door.type === "system") throw new ChatError("cannot_delete");
  const { recallWindowMs } = deps.limits;
  return await appendChange(deps, "recall", door, {
    kind: "recall",
    conversationId: door.conversationId,
    authorId: actor.id,
    messageSeq: door.seq,
    notBefore: recallWindowMs === 0 ? null : new Date(deps.clock.now() - recallWindowMs),
    context: new ChangeContext(door.kind, door.id),
  });
}
