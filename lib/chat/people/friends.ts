import { isBlockedBetween } from "@/db/blocks.ts";
import {
  acceptFriendship,
  deleteFriendship,
  type FriendshipRow,
  listFriendships,
  requestFriendship,
} from "@/db/friendships.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import type { ChatDeps } from "../deps.ts";
import { getPerson, loadInOrder } from "./load_people.ts";
import { type UserJson, usersJson } from "./user_json.ts";

export interface Friends {
  readonly friends: readonly UserJson[];
  /** Who asked me. */
  readonly incoming: readonly UserJson[];
  /** Whom I asked. */
  readonly outgoing: readonly UserJson[];
}

export async function listFriends(deps: ChatDeps, userId: string): Promise<Friends> {
  const rows = await listFriendships(deps.db.orm, userId);
  const others = rows.map((row) => ({ id: otherOf(row, userId) }));
  const users = (await loadInOrder(deps, others)).filter((user) => user.isActive);
  const json = new Map((await usersJson(deps, userId, users)).map((user) => [user.id, user]));
  const pick = (which: (row: FriendshipRow) => boolean) =>
    rows.filter(which).flatMap((row) => json.get(otherOf(row, userId)) ?? []);
  return {
    friends: pick((row) => row.status === "accepted"),
    incoming: pick((row) => row.status === "pending" && row.addresseeId === userId),
    outgoing: pick((row) => row.status === "pending" && row.requesterId === userId),
  };
}

/** Asks somebody, or accepts when they have asked already. Who does not exist and who blocks me get one answer. */
export async function requestFriend(
  deps: ChatDeps,
  userId: string,
  otherId: string,
): Promise<FriendshipRow["status"]> {
  if (userId === otherId) throw new ChatError("invalid", { field: "id", text: "You cannot be your own friend" });
  const other = await getPerson(deps, otherId);
  if (await isBlockedBetween(deps.db.orm, userId, other.id)) throw new ChatError("user_not_found");
  await deps.rates.take("invite", userId);
  const status = await requestFriendship(deps.db, userId, other.id, new Date(deps.clock.now()));
  if (status === "accepted") tellBoth(deps, userId, other.id);
  return status;
}

export async function acceptFriend(deps: ChatDeps, userId: string, otherId: string): Promise<void> {
  const accepted = isId(otherId) &&
    await acceptFriendship(deps.db.orm, otherId, userId, new Date(deps.clock.now()));
  if (!accepted) throw new ChatError("not_found");
  tellBoth(deps, userId, otherId);
}

/** Ends a friendship, takes a request back, or declines one. */
export async function removeFriend(deps: ChatDeps, userId: string, otherId: string): Promise<void> {
  if (!isId(otherId) || !(await deleteFriendship(deps.db.orm, userId, otherId))) throw new ChatError("not_found");
  tellBoth(deps, userId, otherId);
}

const otherOf = (row: FriendshipRow, userId: string): string =>
  row.requesterId === userId ? row.addresseeId : row.requesterId;

const tellBoth = ({ announcer }: ChatDeps, one: string, other: string): void =>
  announcer.control({ type: "visibility_changed", userIds: [one, other] });
