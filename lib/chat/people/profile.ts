import { findUser, mergeSettings, updateUser, type UserRow } from "@/db/users.ts";
import { avatarProblem, nameProblem, refuse, statusTextProblem } from "@/lib/auth/rules.ts";
import { searchKeyOf } from "@/lib/auth/search_key.ts";
import type { PersonSettings } from "@/lib/auth/signed_in.ts";
import { ChatError } from "@/lib/errors.ts";
import type { Presence } from "@/lib/protocol/messages.ts";
import type { ChatDeps } from "../deps.ts";
import { getPerson } from "./load_people.ts";
import { type OwnUserJson, ownUserJson, type UserJson, usersJson } from "./user_json.ts";

/** What one may change about oneself; what is absent stays. */
export interface ProfileChanges {
  readonly firstName?: string;
  readonly lastName?: string;
  /** Empty, or the path of a picture uploaded here. */
  readonly avatar?: string;
  /** `online`: as one's connections say. `offline`: invisible. */
  readonly status?: Presence;
  readonly statusText?: string;
}

export async function getOwnProfile(deps: Pick<ChatDeps, "db">, userId: string): Promise<OwnUserJson> {
  const user = await findUser(deps.db.orm, userId);
  if (!user) throw new ChatError("user_not_found");
  return ownUserJson(user);
}

/** Somebody's profile as a viewer may see it. */
export async function getProfile(deps: ChatDeps, viewerId: string, userId: string): Promise<UserJson> {
  const [json] = await usersJson(deps, viewerId, [await getPerson(deps, userId)]);
  if (!json) throw new ChatError("user_not_found");
  return json;
}

/** Changes what is given, and tells those who may see it. */
export async function updateProfile(deps: ChatDeps, userId: string, changes: ProfileChanges): Promise<OwnUserJson> {
  refuse(
    changes.firstName === undefined ? null : nameProblem("first_name", changes.firstName),
    changes.lastName === undefined ? null : nameProblem("last_name", changes.lastName),
    changes.avatar === undefined ? null : avatarProblem(changes.avatar),
    changes.statusText === undefined ? null : statusTextProblem(changes.statusText),
  );
  const before = await findUser(deps.db.orm, userId);
  if (!before) throw new ChatError("user_not_found");
  const next = merge(before, changes);
  const user = await updateUser(
    deps.db.orm,
    userId,
    { ...next, searchKey: searchKeyOf({ ...before, ...next }) },
    new Date(deps.clock.now()),
  );
  if (!user) throw new ChatError("user_not_found");
  deps.announcer.control({ type: "user_changed", userId });
  return ownUserJson(user);
}

const merge = (before: UserRow, changes: ProfileChanges) => ({
  firstName: changes.firstName?.trim() ?? before.firstName,
  lastName: changes.lastName?.trim() ?? before.lastName,
  avatar: changes.avatar ?? before.avatar,
  status: changes.status ?? before.status,
  statusText: changes.statusText?.trim() ?? before.statusText,
});

/** Page settings: what is given replaces, the rest stays. */
export async function updateSettings(
  deps: Pick<ChatDeps, "db">,
  userId: string,
  settings: PersonSettings,
): Promise<PersonSettings> {
  await mergeSettings(deps.db.orm, userId, settings);
  const user = await findUser(deps.db.orm, userId);
  return (user?.settings ?? {}) as PersonSettings;
}
