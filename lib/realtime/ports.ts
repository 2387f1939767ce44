import type { ConversationKind, Presence } from "@/lib/protocol/messages.ts";
import type { Fact } from "@/lib/chat/ports.ts";

/** One conversation that someone is a member of, with its head as it was read. */
export interface Membership {
  readonly conversationId: string;
  readonly kind: ConversationKind;
  readonly lastSeq: number;
}

/** The facts of one conversation after a cursor. */
export interface FactsAfter {
  readonly kind: ConversationKind;
  readonly facts: readonly Fact[];
  /** Read before the facts: all at or below it are among them. */
  readonly head: number;
  /** More than the limit are missing, and none are given. */
  readonly tooMany: boolean;
}

/** The questions that the live side asks of storage, on the primary. */
export interface LiveReaders {
  memberships(userIds: readonly string[]): Promise<ReadonlyMap<string, readonly Membership[]>>;
  heads(conversationIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** With `forUserId`: as that person may see it, and only conversations of theirs. */
  facts(
    cursors: ReadonlyMap<string, number>,
    limit: number,
    forUserId?: string,
  ): Promise<ReadonlyMap<string, FactsAfter>>;
  /** Which of these sessions still stand, of people who are still active. */
  stillStanding(sessionIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** What a person chose to be shown as. */
export interface ChosenStatus {
  /** `online`: as the connections say. `offline`: invisible. */
  readonly status: Presence;
  readonly statusText: string;
}

/** What the presence registry asks of storage. */
export interface PresenceStore {
  chosen(userIds: readonly string[]): Promise<ReadonlyMap<string, ChosenStatus>>;
  /** Who may see each of these people's presence, themselves included. */
  viewersOf(userIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Whose presence each of these people may see, themselves included; with `among`, only of those. */
  seenBy(
    viewerIds: readonly string[],
    among: readonly string[] | null,
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Of these people, whose presence the viewer may see. */
  visibleTo(viewerId: string, userIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Only ever moves forward. */
  saveLastSeen(userIds: readonly string[], atMs: number): Promise<void>;
}

/** What the live side counts. `Metrics` has these methods. */
export interface LiveMeter {
  recordFrame(type: string): void;
  recordAck(seconds: number): void;
  recordResume(): void;
  recordGap(): void;
  recordClose(code: number): void;
  recordError(part: string): void;
}
