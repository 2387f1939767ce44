import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import type { MarkTarget } from "./mark_read.ts";

/** Raises my delivered mark, never lowers it; authors are told. Resolves once it is stored. */
export function markDelivered(_deps: ChatDeps, _actor: Actor, _target: MarkTarget): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}
