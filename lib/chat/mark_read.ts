import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "./deps.ts";

/** Up to where: a message, or a number of a conversation; beyond the head counts as the head. */
export type MarkTarget =
  | { readonly messageId: string }
  | { readonly conversationId: string; readonly seq: number };

/** Raises my read mark, never lowers it; authors are told, and my other devices. Resolves once it is stored. */
export function markRead(_deps: ChatDeps, _actor: Actor, _target: MarkTarget): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}
