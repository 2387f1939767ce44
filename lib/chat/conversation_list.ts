import type { ConversationJson } from "@/lib/protocol/messages.ts";
import { ChatError } from "@/lib/errors.ts";
import type { ChatDeps } from "./deps.ts";

/** My conversations, the most recently active first, with unread counts (at most 100, shown as "99+"). */
export function listConversations(_deps: ChatDeps, _userId: string): Promise<readonly ConversationJson[]> {
  return Promise.reject(new ChatError("internal"));
}
