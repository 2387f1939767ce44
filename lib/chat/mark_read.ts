import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import { accessMessage } from "./access.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import { raiseMarks } from "./receipts.ts";

/** Up to where: a message, or a number of a conversation; beyond the head counts as the head. */
export type MarkTarget =
  | { readonly messageId: string }
  | { readonly conversationId: string; readonly seq: number };

/** Raises my read mark, never lowers it; authors are told, and my other devices. Resolves once it is stored. */
export async function markRead(deps: ChatDeps, actor: Actor, target: MarkTarget): Promise<void> {
  const { conversationId, seq } = await placeOf(deps, actor, target);
  await raiseMarks(deps, { conversationId, userId: actor.id, readSeq: seq, deliveredSeq: seq });
}

/** The number that a mark is to rise to. Whether the person is a member is decided when the mark is written. */
export async function placeOf(
  deps: ChatDeps,
  actor: Actor,
  target: MarkTarget,
): Promise<{ readonly conversationId: string; readonly seq: number }> {
  if ("messageId" in target) return await accessMessage(deps, actor.id, target.messageId);
  if (!isId(target.conversationId)) throw new ChatError("not_found");
  if (!Number.isSafeInteger(target.seq) || target.seq < 0) {
    throw new ChatError("invalid", { text: "Cannot mark as read: seq must be a whole number from 0", field: "seq" });
  }
  return target;
}
