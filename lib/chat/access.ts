import { type AccessRow, findAccess, isMember } from "@/db/members.ts";
import { findMessageDoor, type MessageDoor } from "@/db/messages.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import type { ChatDeps } from "./deps.ts";
import { receiverOf } from "./direct_key.ts";

export type Need = "read" | "post" | "manage";

/** A conversation as one of its members may touch it. */
export interface Access extends AccessRow {
  /** The other person of a direct chat, oneself in a chat with oneself; null in a group. */
  readonly peerId: string | null;
}

type Deps = Pick<ChatDeps, "db">;

/**
 * The only way to reach a conversation on someone's behalf. An outsider gets exactly what a random id gets: `not_found`.
 */
export async function accessConversation(
  deps: Deps,
  userId: string,
  conversationId: string,
  need: Need,
): Promise<Access> {
  const member = isId(conversationId) ? await findAccess(deps.db, userId, conversationId) : null;
  if (!member) throw new ChatError("not_found");
  return checkNeed(member, userId, need);
}

/** The same for the contract's group routes, where outsiders and random ids get `not_member`; a direct chat is no group. */
export async function accessGroup(deps: Deps, userId: string, groupId: string, need: Need): Promise<Access> {
  const member = isId(groupId) ? await findAccess(deps.db, userId, groupId) : null;
  if (!member || member.kind !== "group") throw new ChatError("not_member");
  return checkNeed(member, userId, need);
}

function checkNeed(member: AccessRow, userId: string, need: Need): Access {
  const isPlain = member.role === "member";
  if (need === "manage" && member.kind !== "group") throw new ChatError("forbidden");
  if (need === "manage" && isPlain) throw new ChatError("forbidden");
  if (need === "post" && member.archived) throw new ChatError("archived");
  if (need === "post" && member.readOnly && isPlain) throw new ChatError("read_only");
  return { ...member, peerId: member.directKey === null ? null : receiverOf(member.directKey, userId) };
}

/** A message of a conversation that I am in; anything else is `message_not_found`. */
export async function accessMessage(deps: Deps, userId: string, messageId: string): Promise<MessageDoor> {
  const door = isId(messageId) ? await findMessageDoor(deps.db, userId, messageId) : null;
  if (!door) throw new ChatError("message_not_found");
  return door;
}

/** Only whether someone is a member now, for frames that need no more: one probe of the primary key. */
export async function assertMember(deps: Deps, userId: string, conversationId: string): Promise<void> {
  if (!isId(conversationId) || !(await isMember(deps.db, userId, conversationId))) throw new ChatError("not_found");
}
