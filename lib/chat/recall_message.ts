import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import type { Change } from "./change.ts";

/** Takes a message back for everyone; its number stays. Recalling twice is no failure. */
export function recallMessage(_deps: ChatDeps, _actor: Actor, _messageId: string): Promise<Change> {
  return Promise.reject(new ChatError("internal"));
}
