import type { UserRow } from "@/db/users.ts";
import { displayName } from "@/lib/auth/display_name.ts";
import type { Presence } from "@/lib/protocol/messages.ts";
import type { ChatDeps } from "../deps.ts";
import type { PresenceState } from "../ports.ts";
import { presenceFor, presenceJson } from "./person_json.ts";

/** A person as the contract's user routes give them: its eleven fields, and ours. */
export interface UserJson {
  readonly id: string;
  readonly username: string;
  /** Only in one's own profile; otherwise empty. */
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly avatar: string;
  readonly status: Presence;
  readonly last_seen: string | null;
  readonly is_active: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  readonly display_name: string;
  readonly status_text: string;
}

export interface OwnUserJson extends UserJson {
  readonly is_admin: boolean;
}

const commonJson = (user: UserRow) => ({
  id: user.id,
  username: user.username,
  first_name: user.firstName,
  last_name: user.lastName,
  avatar: user.avatar,
  is_active: user.isActive,
  created_at: user.createdAt.toISOString(),
  updated_at: user.updatedAt.toISOString(),
  display_name: displayName(user),
});

/** Oneself: the e-mail in full, and as status what one has chosen. */
export const ownUserJson = (user: UserRow, status: Presence = user.status): OwnUserJson => ({
  ...commonJson(user),
  email: user.email,
  status,
  status_text: user.statusText,
  last_seen: user.lastSeen?.toISOString() ?? null,
  is_admin: user.isAdmin,
});

/** Somebody else, with the presence that the viewer may see. */
export const userJson = (user: UserRow, presence: PresenceState | null): UserJson => ({
  ...commonJson(user),
  email: "",
  ...presenceJson(user, presence),
});

/** These people as a viewer may see them, in the order given. */
export async function usersJson(
  deps: Pick<ChatDeps, "db" | "presence">,
  viewerId: string,
  users: readonly UserRow[],
): Promise<UserJson[]> {
  const presenceOf = await presenceFor(deps, viewerId, users);
  return users.map((user) => userJson(user, presenceOf(user)));
}
