import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "./deps.ts";

/** Tells the others of a conversation that I am writing. The caller limits how often. */
export function announceTyping(
  _deps: ChatDeps,
  _actor: Actor,
  _target: { readonly to: string | null; readonly groupId: string | null },
): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}
