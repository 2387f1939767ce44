import type { ConversationDetailsJson } from "@/lib/protocol/messages.ts";
import { findListed } from "./conversation_list.ts";
import type { ChatDeps } from "./deps.ts";
import { membersOf } from "./list_members.ts";

/** One conversation with its first hundred members, owner and admins first; `listMembers` gives the rest. */
export async function conversationDetails(
  deps: ChatDeps,
  userId: string,
  conversationId: string,
): Promise<ConversationDetailsJson> {
  const { row, json } = await findListed(deps, userId, conversationId);
  const { members } = await membersOf(deps, userId, { conversationId }, { limit: 100 });
  return {
    ...json,
    description: row.description,
    announcement: row.announcement,
    announcement_by: row.announcementBy ?? "",
    announcement_at: row.announcementAt?.toISOString() ?? null,
    owner_id: row.kind === "group" ? row.ownerId ?? "" : "",
    max_members: row.maxMembers,
    is_private: row.isPrivate,
    members,
  };
}
