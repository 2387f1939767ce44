import { createGroup as createGroupRow } from "@/db/group_changes.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId, newId } from "@/lib/ids.ts";
import type { Actor, ChatDeps } from "../deps.ts";
import { settle } from "./change_group.ts";
import { checkDescription, checkGroupAvatar, checkGroupName, checkMaxMembers } from "./check_group.ts";

export interface NewGroup {
  readonly name: string;
  readonly description?: string;
  readonly avatar?: string;
  /** Absent: public, as the contract has it; the form preselects private. */
  readonly isPrivate?: boolean;
  /** 0 or absent: 100. */
  readonly maxMembers?: number;
  /** Others to add at once. */
  readonly memberIds?: readonly string[];
}

/** Makes a group with its owner and first members in one transaction. */
export async function createGroup(
  deps: ChatDeps,
  actor: Actor,
  group: NewGroup,
): Promise<{ readonly groupId: string }> {
  const now = deps.clock.now();
  const row = {
    id: newId(now),
    messageId: newId(now),
    ownerId: actor.id,
    name: checkGroupName(group.name),
    description: checkDescription(group.description ?? ""),
    avatar: checkGroupAvatar(group.avatar ?? ""),
    isPrivate: group.isPrivate ?? false,
    maxMembers: checkMaxMembers(group.maxMembers, deps.limits),
    memberIds: [...new Set(group.memberIds)].filter((id) => id !== actor.id),
  };
  if (!row.memberIds.every(isId)) throw new ChatError("user_not_found");
  await deps.rates.take("create", actor.id);
  const change = await createGroupRow(deps.db, row);
  settle(deps, { groupId: row.id, actorId: actor.id }, change, {}, { joined: [actor.id, ...row.memberIds] });
  return { groupId: row.id };
}
