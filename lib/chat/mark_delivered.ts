import type { Actor, ChatDeps } from "./deps.ts";
import { type MarkTarget, placeOf } from "./mark_read.ts";
import { raiseMarks } from "./receipts.ts";

/** Raises my delivered mark, never lowers it; authors are told. Resolves once it is stored. */
export async function markDelivered(deps: ChatDeps, actor: Actor, target: MarkTarget): Promise<void> {
  const { conversationId, seq } = await placeOf(deps, actor, target);
  await raiseMarks(deps, { conversationId, userId: actor.id, readSeq: 0, deliveredSeq: seq });
}
