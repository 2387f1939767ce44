import type { Beyond, ConversationJson } from "@/lib/protocol/messages.ts";

/** In how many conversations something is "for you and new": a mention, or a direct message; muted ones count mentions only. */
export const attentionOf = (conversations: readonly ConversationJson[], beyond: Beyond | null): number =>
  (beyond?.forMe ?? 0) +
  conversations.filter(({ kind, unread, mentions, muted }) =>
    mentions > 0 || (kind === "direct" && unread > 0 && !muted)
  ).length;
