import { listUsers, type UserRow } from "@/db/users.ts";
import { displayName } from "@/lib/auth/display_name.ts";
import type { PersonJson } from "@/lib/protocol/messages.ts";
import type { ChatDeps } from "../deps.ts";
import type { PresenceState } from "../ports.ts";
import { visibleTo } from "./visibility.ts";

type PeopleDeps = Pick<ChatDeps, "db" | "presence">;

/** What somebody may know of a person. `presence` is null where the viewer may not see it. */
export function personJson(user: UserRow, presence: PresenceState | null): PersonJson {
  return {
    id: user.id,
    username: user.username,
    display_name: displayName(user),
    avatar: user.avatar,
    ...presenceJson(user, presence),
    is_active: user.isActive,
  };
}

/** Presence as it is shown: who chose offline is invisible, and leaves no time behind either. */
export function presenceJson(
  user: UserRow,
  presence: PresenceState | null,
): Pick<PersonJson, "status" | "status_text" | "last_seen"> {
  if (!presence || !user.isActive) return { status: "offline", status_text: "", last_seen: null };
  const isInvisible = user.status === "offline";
  const isHere = presence.status !== "offline" && !isInvisible;
  return {
    status: !isHere ? "offline" : user.status === "online" ? presence.status : user.status,
    status_text: user.statusText,
    last_seen: isInvisible || presence.lastSeenMs === null ? null : new Date(presence.lastSeenMs).toISOString(),
  };
}

/** Presence of these people as a viewer may see it; null for those whose presence is not theirs to see. */
export async function presenceFor(
  deps: PeopleDeps,
  viewerId: string,
  users: readonly UserRow[],
): Promise<(user: UserRow) => PresenceState | null> {
  const ids = users.map((user) => user.id);
  const [visible, known] = await Promise.all([visibleTo(deps.db, viewerId, ids), deps.presence.find(ids)]);
  return (user) => {
    if (!visible.has(user.id)) return null;
    return known.get(user.id) ?? { status: "offline", lastSeenMs: user.lastSeen?.getTime() ?? null };
  };
}

/** These people as a viewer may see them, in the order given. */
export async function peopleJson(
  deps: PeopleDeps,
  viewerId: string,
  users: readonly UserRow[],
): Promise<PersonJson[]> {
  const presenceOf = await presenceFor(deps, viewerId, users);
  return users.map((user) => personJson(user, presenceOf(user)));
}

/** Those of these people who exist, by id, deleted ones included, as a viewer may see them. */
export async function findPeople(
  deps: PeopleDeps,
  viewerId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PersonJson>> {
  const users = await listUsers(deps.db.orm, [...new Set(ids)]);
  const people = await peopleJson(deps, viewerId, users);
  return new Map(people.map((person) => [person.id, person]));
}
