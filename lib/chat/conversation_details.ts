import type { ConversationDetailsJson } from "@/lib/protocol/messages.ts";
import { ChatError } from "@/lib/errors.ts";
import type { ChatDeps } from "./deps.ts";

/** One conversation with its first hundred members, owner and admins first; `listMembers` gives the rest. */
export function conversationDetails(
  _deps: ChatDeps,
  _userId: string,
  _conversationId: string,
): Promise<ConversationDetailsJson> {
  return Promise.reject(new ChatError("internal"));
}
