import type { ConversationKind, MessageJson } from "@/lib/protocol/messages.ts";
import { ChatError } from "@/lib/errors.ts";
import type { ChatDeps } from "./deps.ts";

export interface SearchHit {
  readonly message: MessageJson;
  readonly conversation: { readonly id: string; readonly kind: ConversationKind; readonly name: string };
  readonly sender_name: string;
}

export interface SearchPage {
  readonly hits: readonly SearchHit[];
  /** Give it as `after` for older hits; null at the end. */
  readonly next: string | null;
}

/** Messages that I may read, newest first. Words and parts of words in any script; `from:` `in:` `before:` `after:` `has:` narrow. */
export function searchMessages(
  _deps: ChatDeps,
  _userId: string,
  _query: string,
  _window: { readonly after?: string | null; readonly limit?: number } = {},
): Promise<SearchPage> {
  return Promise.reject(new ChatError("internal"));
}
