import { ChatError } from "@/lib/errors.ts";
import type { ChatDeps } from "../deps.ts";
import type { GroupJson, GroupMemberJson, PublicGroupJson } from "./group_json.ts";

/** My groups, the most recently active first. */
export function listMyGroups(_deps: ChatDeps, _userId: string): Promise<readonly GroupJson[]> {
  return Promise.reject(new ChatError("internal"));
}

/** One group of mine with its first hundred members. */
export function findGroup(
  _deps: ChatDeps,
  _userId: string,
  _groupId: string,
): Promise<GroupJson & { readonly members: readonly GroupMemberJson[] }> {
  return Promise.reject(new ChatError("internal"));
}

export interface PublicGroupsPage {
  readonly groups: readonly PublicGroupJson[];
  /** Give it as `after` for the next page; null at the end. */
  readonly next: string | null;
}

/** Public groups to join, newest first; `query` narrows by name and description. */
export function browseGroups(
  _deps: ChatDeps,
  _userId: string,
  _window: { readonly query?: string; readonly after?: string | null; readonly limit?: number },
): Promise<PublicGroupsPage> {
  return Promise.reject(new ChatError("internal"));
}
