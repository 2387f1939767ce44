import type { GroupAct, GroupChange, GroupMessage, GroupRefusal } from "@/db/group_changes.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId, newId } from "@/lib/ids.ts";
import type { FailureCode } from "@/lib/protocol/failures.ts";
import type { Actor, ChatDeps } from "../deps.ts";
import { messageFrame } from "../frames.ts";

/** Who entered or left by a change. */
interface Moved {
  readonly joined?: readonly string[];
  readonly left?: readonly string[];
}

const COMMON: Readonly<Record<GroupRefusal, FailureCode>> = {
  not_member: "not_member",
  not_allowed: "forbidden",
  archived: "archived",
  full: "group_full",
  // Who does not exist and who blocks me: one and the same answer.
  no_user: "user_not_found",
  blocked: "user_not_found",
  owner: "forbidden",
  no_group: "group_not_found",
  too_small: "conflict",
};

/** Who does it, to which group, under the id that its system message will have. */
export function actOf(deps: Pick<ChatDeps, "clock">, actor: Actor, groupId: string): GroupAct {
  if (!isId(groupId)) throw new ChatError("not_member");
  return { id: newId(deps.clock.now()), groupId, actorId: actor.id };
}

/**
 * Announces what a change of a group has become, or turns its refusal into a failure; `failures` are this verb's own names
 * for some refusals. Tells whether anything changed.
 */
export function settle(
  deps: Pick<ChatDeps, "announcer">,
  act: Pick<GroupAct, "groupId" | "actorId">,
  change: GroupChange,
  failures: Partial<Record<GroupRefusal, FailureCode>> = {},
  moved: Moved = {},
): boolean {
  if (change.outcome === "refused") throw new ChatError(failures[change.why] ?? COMMON[change.why]);
  if (change.outcome === "unchanged") return false;
  announceChange(deps, act, [change], moved);
  return true;
}

/** Sends the system messages of a group's changes, in order of seq. */
export function announceChange(
  { announcer }: Pick<ChatDeps, "announcer">,
  { groupId, actorId }: Pick<GroupAct, "groupId" | "actorId">,
  messages: readonly GroupMessage[],
  moved: Moved,
): void {
  const facts = messages.map((message) => ({
    seq: message.seq,
    frame: messageFrame({
      conversationId: groupId,
      kind: "group",
      directKey: null,
      id: message.id,
      seq: message.seq,
      authorId: actorId,
      authorName: "",
      clientId: message.id,
      type: "system",
      content: message.content,
      data: { system: message.fact },
      quote: null,
      createdAt: message.createdAt,
    }),
  }));
  announcer.facts({ conversationId: groupId, kind: "group", facts, ...moved });
}
