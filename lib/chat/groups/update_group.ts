import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "../deps.ts";

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
export function updateGroup(_deps: ChatDeps, _actor: Actor, _groupId: string, _changes: GroupChanges): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}

/** Sets the text pinned above the chat; an empty one takes it down. */
export function setAnnouncement(_deps: ChatDeps, _actor: Actor, _groupId: string, _text: string): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}

/** Archives a group (nobody writes any more), or brings it back. */
export function archiveGroup(_deps: ChatDeps, _actor: Actor, _groupId: string, _archived: boolean): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}
