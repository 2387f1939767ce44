import type { Entry } from "./room.ts";

interface Kept {
  entries: Entry[];
  bytes: number;
  overflowed: boolean;
}

/** Live facts of conversations whose history a connection is still being sent. Bounded: what overflows is read again. */
export class Replay {
  readonly #kept: Map<string, Kept>;
  readonly #mostFacts: number;
  readonly #mostBytes: number;

  constructor(conversationIds: Iterable<string>, mostFacts: number, mostBytes: number) {
    this.#kept = new Map();
    this.#mostFacts = mostFacts;
    this.#mostBytes = mostBytes;
    for (const id of conversationIds) this.#kept.set(id, { entries: [], bytes: 0, overflowed: false });
  }

  holds(conversationId: string): boolean {
    return this.#kept.has(conversationId);
  }

  keep(conversationId: string, entries: readonly Entry[]): void {
    const kept = this.#kept.get(conversationId);
    if (!kept || kept.overflowed) return;
    for (const entry of entries) {
      // States are read anew on a resume anyway.
      if (entry.seq === 0) continue;
      kept.entries.push(entry);
      kept.bytes += entry.text.length;
    }
    if (kept.entries.length <= this.#mostFacts && kept.bytes <= this.#mostBytes) return;
    kept.entries = [];
    kept.overflowed = true;
  }

  /**
   * Ends the holding of one conversation and gives its facts after `seq`, or null when they have overflowed: then it is
   * held anew, and what is after `seq` has to be read again.
   */
  release(conversationId: string, seq: number): readonly string[] | null {
    const kept = this.#kept.get(conversationId);
    if (!kept) return [];
    if (kept.overflowed) {
      this.#kept.set(conversationId, { entries: [], bytes: 0, overflowed: false });
      return null;
    }
    this.#kept.delete(conversationId);
    return kept.entries.filter((entry) => entry.seq > seq).map((entry) => entry.text);
  }

  /** The person is no member any more. */
  drop(conversationId: string): void {
    this.#kept.delete(conversationId);
  }

  get isEmpty(): boolean {
    return this.#kept.size === 0;
  }
}
