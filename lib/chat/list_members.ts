import type { MemberJson } from "@/lib/protocol/messages.ts";
import { ChatError } from "@/lib/errors.ts";
import type { ChatDeps } from "./deps.ts";

export interface MembersPage {
  readonly members: readonly MemberJson[];
  readonly total: number;
  /** Give it as `after` for the next page; null at the end. */
  readonly next: string | null;
}

/** Members of a conversation of mine: owner, admins, then the others, each by name. */
export function listMembers(
  _deps: ChatDeps,
  _userId: string,
  _conversationId: string,
  _window: { readonly after?: string | null; readonly limit?: number },
): Promise<MembersPage> {
  return Promise.reject(new ChatError("internal"));
}
