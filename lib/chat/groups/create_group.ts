import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "../deps.ts";

export interface NewGroup {
  readonly name: string;
  readonly description?: string;
  /** Absent: public, as the contract has it; the form preselects private. */
  readonly isPrivate?: boolean;
  /** 0 or absent: 100. */
  readonly maxMembers?: number;
  /** Others to add at once. */
  readonly memberIds?: readonly string[];
}

/** Makes a group with its owner and first members in one transaction. */
export function createGroup(_deps: ChatDeps, _actor: Actor, _group: NewGroup): Promise<{ readonly groupId: string }> {
  return Promise.reject(new ChatError("internal"));
}
