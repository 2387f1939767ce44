import type { Role } from "@/lib/protocol/messages.ts";
import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "../deps.ts";

/** Joins a public group; being in it already is no failure. */
export function joinGroup(_deps: ChatDeps, _actor: Actor, _groupId: string): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}

/** Adds a person; someone present stays as they are, without a change of role. */
export function addMember(
  _deps: ChatDeps,
  _actor: Actor,
  _groupId: string,
  _userId: string,
  _role: Role,
): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}

/** Removes a person, or oneself; the owner stays. */
export function removeMember(_deps: ChatDeps, _actor: Actor, _groupId: string, _userId: string): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}

/** Leaves; the owner hands the group over first. */
export function leaveGroup(_deps: ChatDeps, _actor: Actor, _groupId: string): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}

/** Makes a member an admin or an admin a member. */
export function changeRole(
  _deps: ChatDeps,
  _actor: Actor,
  _groupId: string,
  _userId: string,
  _role: "admin" | "member",
): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}

/** Hands the group to another member; the old owner stays as an admin. */
export function transferGroup(_deps: ChatDeps, _actor: Actor, _groupId: string, _userId: string): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}
