import type { Draft } from "@/lib/protocol/frames.ts";
import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "./deps.ts";

export type SendTarget =
  /** A person; the direct chat is made when there is none. */
  | { readonly to: string }
  | { readonly groupId: string }
  | { readonly conversationId: string };

/** What the author gets once the message is committed; a repeat gets the stored values. */
export interface Ack {
  readonly client_id: string;
  readonly id: string;
  readonly seq: number;
  readonly conversation_id: string;
  readonly created_at: string;
}

/** Stores a message once and tells everyone. Resolves after commit, or rejects. */
export function sendMessage(_deps: ChatDeps, _actor: Actor, _target: SendTarget, _draft: Draft): Promise<Ack> {
  return Promise.reject(new ChatError("internal"));
}
