import { deleteBlock, insertBlock, listBlocked } from "@/db/blocks.ts";
import { deleteFriendship } from "@/db/friendships.ts";
import { findUser } from "@/db/users.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import type { ChatDeps } from "../deps.ts";
import { loadInOrder } from "./load_people.ts";
import { type UserJson, usersJson } from "./user_json.ts";

/** Whom I have blocked, newest first. */
export async function listBlockedUsers(deps: ChatDeps, userId: string): Promise<UserJson[]> {
  const ids = await listBlocked(deps.db.orm, userId);
  return await usersJson(deps, userId, await loadInOrder(deps, ids.map((id) => ({ id }))));
}

/** From now on that person cannot write to me directly nor see whether I am here; a friendship ends. */
export async function blockPerson(deps: ChatDeps, userId: string, otherId: string): Promise<void> {
  if (userId === otherId) throw new ChatError("invalid", { field: "id", text: "You cannot block yourself" });
  const other = isId(otherId) ? await findUser(deps.db.orm, otherId) : null;
  if (!other) throw new ChatError("user_not_found");
  const isNew = await insertBlock(deps.db.orm, userId, otherId, new Date(deps.clock.now()));
  await deleteFriendship(deps.db.orm, userId, otherId);
  if (isNew) deps.announcer.control({ type: "visibility_changed", userIds: [userId, otherId] });
}

export async function unblockPerson(deps: ChatDeps, userId: string, otherId: string): Promise<void> {
  if (!isId(otherId) || !(await deleteBlock(deps.db.orm, userId, otherId))) throw new ChatError("not_found");
  deps.announcer.control({ type: "visibility_changed", userIds: [userId, otherId] });
}
