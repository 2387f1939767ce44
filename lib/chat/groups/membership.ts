import * as rows from "@/db/group_changes.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import type { Role } from "@/lib/protocol/messages.ts";
import type { Actor, ChatDeps } from "../deps.ts";
import { actOf, settle } from "./change_group.ts";

function checkPerson(userId: string): string {
  if (!isId(userId)) throw new ChatError("user_not_found");
  return userId;
}

/** Joins a public group; being in it already is no failure. A private one is not there for outsiders. */
export async function joinGroup(deps: ChatDeps, actor: Actor, groupId: string): Promise<void> {
  if (!isId(groupId)) throw new ChatError("group_not_found");
  await deps.rates.take("join", actor.id);
  const act = actOf(deps, actor, groupId);
  settle(deps, act, await rows.joinGroup(deps.db, act, false), {}, { joined: [actor.id] });
}

/** Adds a person; someone present stays as they are, without a change of role. */
export async function addMember(
  deps: ChatDeps,
  actor: Actor,
  groupId: string,
  userId: string,
  role: Role,
): Promise<void> {
  const act = { ...actOf(deps, actor, groupId), userId, role };
  // An ill-formed id of a person is answered after the group's own rules, as any unknown one is.
  const change = isId(userId)
    ? await rows.addMember(deps.db, act)
    : await rows.addMember(deps.db, { ...act, userId: act.id });
  settle(deps, act, change, { not_allowed: "cannot_add" }, { joined: [userId] });
}

/** Removes a person, or oneself; the owner stays. */
export async function removeMember(deps: ChatDeps, actor: Actor, groupId: string, userId: string): Promise<void> {
  if (userId === actor.id) return await leaveGroup(deps, actor, groupId);
  const act = actOf(deps, actor, groupId);
  const change = await rows.removeMember(deps.db, { ...act, userId: isId(userId) ? userId : act.id });
  settle(deps, act, change, { not_allowed: "cannot_remove", owner: "cannot_remove" }, { left: [userId] });
}

/** Leaves; the owner hands the group over first. */
export async function leaveGroup(deps: ChatDeps, actor: Actor, groupId: string): Promise<void> {
  const act = actOf(deps, actor, groupId);
  settle(deps, act, await rows.leaveGroup(deps.db, act), { owner: "owner_cannot_leave" }, { left: [actor.id] });
}

/** Makes a member an admin or an admin a member. */
export async function changeRole(
  deps: ChatDeps,
  actor: Actor,
  groupId: string,
  userId: string,
  role: "admin" | "member",
): Promise<void> {
  const act = actOf(deps, actor, groupId);
  settle(deps, act, await rows.changeRole(deps.db, { ...act, userId: checkPerson(userId), role }));
}

/** Hands the group to another member; the old owner stays as an admin. */
export async function transferGroup(deps: ChatDeps, actor: Actor, groupId: string, userId: string): Promise<void> {
  const act = actOf(deps, actor, groupId);
  settle(deps, act, await rows.transferOwnership(deps.db, { ...act, userId: checkPerson(userId) }));
}
