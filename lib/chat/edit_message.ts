import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "./deps.ts";
import type { Change } from "./change.ts";

/** Changes the text of one's own message within the edit window. */
export function editMessage(_deps: ChatDeps, _actor: Actor, _messageId: string, _content: string): Promise<Change> {
  return Promise.reject(new ChatError("internal"));
}
