import type { ChatDeps } from "@/lib/chat/deps.ts";
import { listBlockedUsers } from "@/lib/chat/people/blocks.ts";
import { listFriends } from "@/lib/chat/people/friends.ts";

/** What another person is to me. */
export type Relation = "self" | "none" | "friend" | "asked_me" | "asked_by_me" | "blocked";

export async function relationTo(deps: ChatDeps, meId: string, otherId: string): Promise<Relation> {
  if (meId === otherId) return "self";
  const [friends, blocked] = await Promise.all([listFriends(deps, meId), listBlockedUsers(deps, meId)]);
  const has = (people: readonly { readonly id: string }[]) => people.some(({ id }) => id === otherId);
  if (has(blocked)) return "blocked";
  if (has(friends.friends)) return "friend";
  if (has(friends.incoming)) return "asked_me";
  return has(friends.outgoing) ? "asked_by_me" : "none";
}
