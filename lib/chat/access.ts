import type { ConversationKind, Role } from "@/lib/protocol/messages.ts";
import { ChatError } from "@/lib/errors.ts";
import type { ChatDeps } from "./deps.ts";

export type Need = "read" | "post" | "manage";

/** A conversation as one of its members may touch it. */
export interface Access {
  readonly conversationId: string;
  readonly kind: ConversationKind;
  /** The other person of a direct chat, oneself in a chat with oneself; null in a group. */
  readonly peerId: string | null;
  readonly role: Role;
  readonly ownerId: string | null;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly readOnly: boolean;
  readonly archived: boolean;
  readonly muted: boolean;
  readonly lastSeq: number;
  readonly lastReadSeq: number;
  readonly lastDeliveredSeq: number;
}

/**
 * The only way to reach a conversation on someone's behalf. An outsider gets exactly what a random id gets: `not_found`.
 */
export function accessConversation(
  _deps: Pick<ChatDeps, "db">,
  _userId: string,
  _conversationId: string,
  _need: Need,
): Promise<Access> {
  return Promise.reject(new ChatError("internal"));
}

/** The same for the contract's group routes, where outsiders and random ids get `not_member`; a direct chat is no group. */
export function accessGroup(
  _deps: Pick<ChatDeps, "db">,
  _userId: string,
  _groupId: string,
  _need: Need,
): Promise<Access> {
  return Promise.reject(new ChatError("internal"));
}

/** Only whether someone is a member now, for frames that need no more: one probe of the primary key. */
export function assertMember(_deps: Pick<ChatDeps, "db">, _userId: string, _conversationId: string): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}
