import { batch } from "@preact/signals";
import type { Clock } from "@/lib/clock.ts";
import type { ConversationJson } from "@/lib/protocol/messages.ts";
import { type Api, ApiError } from "./api.ts";
import type { Conversations } from "./conversations.ts";
import type { Cursors } from "./cursors.ts";
import { conversationDetails, listConversations } from "./endpoints.ts";
import type { Marking } from "./marking.ts";
import type { People } from "./people.ts";
import type { Rooms } from "./rooms.ts";

export interface ConversationLoaderParts {
  readonly clock: Clock;
  readonly api: Api;
  readonly conversations: Conversations;
  readonly cursors: Cursors;
  readonly marking: Marking;
  readonly people: People;
  readonly rooms: Rooms;
}

const REFETCH_MS = 400;
const REREAD_MS = 5_000;

/** Keeps the list of conversations true where facts do not: reads what is unknown, doubtful or beyond what the page knew. */
export class ConversationLoader {
  readonly #parts: ConversationLoaderParts;
  readonly #refetches = new Map<string, () => void>();
  /** Conversations that were heard of before the rest of the list was loaded. */
  readonly #heardOf = new Set<string>();
  #cancelReread = () => {};

  constructor(parts: ConversationLoaderParts) {
    this.#parts = parts;
  }

  stop(): void {
    this.#cancelReread();
  }

  /** A conversation is loaded up to this seq: its facts are followed from there. */
  begin(row: ConversationJson, seq: number): void {
    this.#parts.cursors.start(row.id, seq);
    if (row.unread > 0) this.#parts.marking.mark("delivered", row.id, row.last_seq);
  }

  /** There is news of a conversation that is not in the list: it is new, or the rest of the list is still to come. */
  heardOf(conversationId: string): void {
    if (this.#parts.conversations.beyond) this.#heardOf.add(conversationId);
    else void this.discover(conversationId);
  }

  /** Loads a conversation that is not in the list yet. */
  async discover(conversationId: string): Promise<void> {
    const { api, cursors, rooms } = this.#parts;
    try {
      const details = await conversationDetails(api, conversationId);
      this.learn(details);
      cursors.start(conversationId, details.last_seq);
    } catch (error) {
      cursors.drop(conversationId);
      if (error instanceof ApiError && error.status !== 0) rooms.find(conversationId)?.lose();
    }
  }

  /** Loads a row again, soon: several wishes are one request. */
  refetch(conversationId: string): void {
    this.#refetches.get(conversationId)?.();
    const cancel = this.#parts.clock.after(REFETCH_MS, () => {
      this.#refetches.delete(conversationId);
      void conversationDetails(this.#parts.api, conversationId).then((details) => this.learn(details), () => {});
    });
    this.#refetches.set(conversationId, cancel);
  }

  /** Loads the whole list again. Tries until it succeeds while a part of it has never been seen. */
  async reread(): Promise<void> {
    const { api, clock, conversations } = this.#parts;
    this.#cancelReread();
    const rows = await listConversations(api).catch(() => null);
    if (rows) this.#learnAll(rows);
    else if (conversations.beyond) this.#cancelReread = clock.after(REREAD_MS, () => void this.reread());
  }

  learn(row: ConversationJson): void {
    if (row.peer) this.#parts.people.learn([row.peer]);
    this.#parts.conversations.put(row);
  }

  /** I am no longer a member. */
  lose(conversationId: string): void {
    this.#parts.cursors.drop(conversationId);
    this.#parts.conversations.remove(conversationId);
    this.#parts.rooms.find(conversationId)?.lose();
  }

  /** The server skipped facts: take its state from `seq` on. */
  reload(conversationId: string, seq: number): void {
    this.refetch(conversationId);
    void this.#parts.rooms.find(conversationId)?.reload(seq);
    this.#parts.cursors.start(conversationId, seq);
  }

  #learnAll(rows: readonly ConversationJson[]): void {
    const { people, conversations, cursors } = this.#parts;
    batch(() => {
      people.learn(rows.flatMap((row) => row.peer ?? []));
      conversations.putAll(rows);
      for (const row of rows) if (!cursors.has(row.id)) this.begin(row, row.last_seq);
    });
    for (const id of this.#heardOf) if (!conversations.get(id)) void this.discover(id);
    this.#heardOf.clear();
  }
}
