import * as rows from "@/db/group_changes.ts";
import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "../deps.ts";
import { actOf, settle } from "./change_group.ts";
import {
  checkAnnouncement,
  checkDescription,
  checkGroupAvatar,
  checkGroupName,
  checkMaxMembers,
} from "./check_group.ts";

/** What is absent stays as it is. */
export interface GroupChanges {
  readonly name?: string;
  readonly description?: string;
  readonly avatar?: string;
  readonly isPrivate?: boolean;
  readonly maxMembers?: number;
  readonly readOnly?: boolean;
}

/** Changes a group's settings: one system message for what really changed. */
export async function updateGroup(deps: ChatDeps, actor: Actor, groupId: string, changes: GroupChanges): Promise<void> {
  const act = actOf(deps, actor, groupId);
  const fields: rows.GroupFields = {
    name: changes.name === undefined ? undefined : checkGroupName(changes.name),
    description: changes.description === undefined ? undefined : checkDescription(changes.description),
    avatar: changes.avatar === undefined ? undefined : checkGroupAvatar(changes.avatar),
    isPrivate: changes.isPrivate,
    maxMembers: changes.maxMembers === undefined ? undefined : checkMaxMembers(changes.maxMembers, deps.limits),
    readOnly: changes.readOnly,
  };
  const change = await rows.updateGroup(deps.db, act, fields);
  if (change.outcome === "refused" && change.why === "too_small") {
    throw new ChatError("conflict", {
      text: `Cannot change group: it has more than ${fields.maxMembers} members`,
      field: "max_members",
    });
  }
  settle(deps, act, change);
}

/** Sets the text pinned above the chat; an empty one takes it down. */
export async function setAnnouncement(deps: ChatDeps, actor: Actor, groupId: string, text: string): Promise<void> {
  const act = actOf(deps, actor, groupId);
  settle(deps, act, await rows.updateGroup(deps.db, act, { announcement: checkAnnouncement(text) }));
}

/** Archives a group (nobody writes any more), or brings it back. */
export async function archiveGroup(deps: ChatDeps, actor: Actor, groupId: string, archived: boolean): Promise<void> {
  const act = actOf(deps, actor, groupId);
  settle(deps, act, await rows.archiveGroup(deps.db, act, archived));
}
