import { eraseUser } from "@/db/erase_user.ts";
import { endSessions } from "@/db/sessions.ts";
import { countOtherAdmins, lockAdmins, updateUser } from "@/db/users.ts";
import { ChatError } from "@/lib/errors.ts";
import type { ChatDeps } from "../deps.ts";
import { announceChange } from "../groups/change_group.ts";

/** Signs a person out everywhere and lets nobody in again until an administrator does. What they wrote stays. */
export async function deactivateAccount(deps: ChatDeps, userId: string): Promise<void> {
  const now = new Date(deps.clock.now());
  await deps.db.orm.transaction(async (tx) => {
    await lockAdmins(tx);
    if (await countOtherAdmins(tx, userId) === 0) throw onlyAdmin();
    const user = await updateUser(tx, userId, { isActive: false }, now);
    if (!user) throw new ChatError("user_not_found");
    await endSessions(tx, userId, null, now);
  });
  deps.announcer.control({ type: "user_deactivated", userId });
}

/**
 * Deletes an account: out of all groups, which pass on to others, every trace of the person gone but for what they said to
 * others, which stays under a name that says nothing.
 */
export async function deleteAccount(deps: ChatDeps, userId: string): Promise<void> {
  const erased = await eraseUser(deps.db, userId, new Date(deps.clock.now()));
  if (erased === "only_admin") throw onlyAdmin();
  if (!erased) throw new ChatError("user_not_found");
  await deps.files?.forgetPerson(userId);
  for (const { groupId, messages } of erased.groups) {
    announceChange(deps, { groupId, actorId: userId }, messages, { left: [userId] });
  }
  deps.announcer.control({ type: "user_deactivated", userId });
}

const onlyAdmin = () =>
  new ChatError("conflict", { text: "This is the only administrator; make somebody else one first" });
