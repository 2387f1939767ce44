import { findOpenDirect } from "@/db/conversations.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import { type Access, accessConversation } from "./access.ts";
import type { ChatDeps } from "./deps.ts";
import { findPeople } from "./people/person_json.ts";

/**
 * My direct chat with a person, for reading; null when nobody has opened one. A person who does not exist and one who is
 * gone without ever having talked to me give the same `user_not_found`.
 */
export async function accessDirect(deps: ChatDeps, userId: string, otherId: string): Promise<Access | null> {
  if (!isId(otherId)) throw new ChatError("user_not_found");
  const direct = await findOpenDirect(deps.db, userId, otherId);
  if (direct) return await accessConversation(deps, userId, direct.id, "read");
  const person = (await findPeople(deps, userId, [otherId])).get(otherId);
  if (!person?.is_active) throw new ChatError("user_not_found");
  return null;
}
