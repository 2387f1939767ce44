import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "./deps.ts";

/** Hides a message for me alone ("delete for me"). */
export function hideMessage(_deps: ChatDeps, _actor: Actor, _messageId: string): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}
