import type { ConversationKind, Presence } from "@/lib/protocol/messages.ts";
import type { FactFrame, StateFrame } from "@/lib/protocol/frames.ts";

export type { RateLimiter, RateName } from "@/lib/rates/rates.ts";

/** One numbered fact, ready to be sent. */
export interface Fact {
  readonly seq: number;
  readonly frame: FactFrame;
}

/** All that one commit has to say about one conversation, in order of seq. */
export interface CommittedFacts {
  readonly conversationId: string;
  readonly kind: ConversationKind;
  readonly facts: readonly Fact[];
  /** Who became a member with these facts: their connections are subscribed before the facts are handed on. */
  readonly joined?: readonly string[];
  /** Who stopped being one: their connections get the last fact of this commit, then nothing more. */
  readonly left?: readonly string[];
}

/** Changes of rights that every instance must act on at once. */
export type ControlEvent =
  | { readonly type: "session_revoked"; readonly userId: string; readonly sessionId: string }
  /** All sessions but one, or all. */
  | { readonly type: "sessions_revoked"; readonly userId: string; readonly exceptSessionId: string | null }
  | { readonly type: "user_deactivated"; readonly userId: string }
  /** Name, picture, status text or chosen status changed. */
  | { readonly type: "user_changed"; readonly userId: string }
  /** Who may see whose presence changed: block, friendship. */
  | { readonly type: "visibility_changed"; readonly userIds: readonly string[] };

/** How the rules tell the live side what happened. The hub implements it; calls never throw and never wait. */
export interface Announcer {
  facts(facts: CommittedFacts): void;
  /** A state for all members of a conversation connected anywhere, but for `exceptUserId`. May be lost. */
  conversationState(conversationId: string, frame: StateFrame, exceptUserId?: string): void;
  /** A state for all devices of one person. May be lost. */
  userState(userId: string, frame: StateFrame): void;
  control(event: ControlEvent): void;
}

export interface PresenceState {
  readonly status: Presence;
  /** Milliseconds, or null when never seen. */
  readonly lastSeenMs: number | null;
}

/** Who is here now, over all instances. The caller decides who may see it. */
export interface PresenceReader {
  find(userIds: readonly string[]): Promise<ReadonlyMap<string, PresenceState>>;
}
