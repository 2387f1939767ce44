import type { Database } from "@/db/database.ts";
import type { CommittedDraft } from "@/db/fact_writer.ts";
import { listUnindexed } from "@/db/search_blocks.ts";
import type { Clock } from "@/lib/clock.ts";
import { logger } from "@/lib/log.ts";
import { indexConversation } from "./index_conversation.ts";

/** A conversation is indexed once so many facts have come, or so long after the first of them. */
const FACTS = 100;
const WAIT_MS = 60_000;
const LOOK_MS = 5_000;
/** After each piece of work it rests so many times as long as that took: messages on their way come first. */
const REST = 4;
/** What other processes left behind, such as one that was killed, is looked for now and then. */
const SWEEP_MS = 60 * 60 * 1_000;
const SWEPT = 100;

const log = logger("search");

interface Touched {
  facts: number;
  readonly sinceMs: number;
}

/**
 * Keeps the index near the head of what this instance stores, in the background and one conversation at a time. Search
 * does not depend on it: what is not indexed yet is read.
 */
export class SearchIndexer {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #touched = new Map<string, Touched>();
  readonly #stop: () => void;
  #sweepAtMs: number;
  #working: Promise<void> | undefined;
  #isClosed = false;
  #endRest = () => {};

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
    this.#sweepAtMs = clock.now();
    this.#stop = clock.every(LOOK_MS, () => this.#look());
  }

  /** For the writer's `onCommitted`. */
  committed(batch: readonly CommittedDraft[]): void {
    for (const { draft: { conversationId }, result } of batch) {
      if (result.outcome !== "new") continue;
      const known = this.#touched.get(conversationId);
      if (known) known.facts++;
      else this.#touched.set(conversationId, { facts: 1, sinceMs: this.#clock.now() });
    }
  }

  /** Resolves when nothing of it uses the store any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stop();
    this.#endRest();
    await this.#working;
  }

  #look(): void {
    if (this.#working) return;
    this.#working = this.#work()
      .catch((error) => log.warn("Cannot index: {error}", { error }))
      .finally(() => this.#working = undefined);
  }

  async #work(): Promise<void> {
    if (this.#clock.now() >= this.#sweepAtMs) {
      this.#sweepAtMs = this.#clock.now() + SWEEP_MS;
      await this.#sweep();
    }
    await this.#indexDue();
  }

  async #indexDue(): Promise<void> {
    const now = this.#clock.now();
    const due = [...this.#touched].filter(([, { facts, sinceMs }]) => facts >= FACTS || now - sinceMs >= WAIT_MS);
    for (const [id] of due) {
      this.#touched.delete(id);
      await this.#index(id);
    }
  }

  async #sweep(): Promise<void> {
    for (;;) {
      const rows = await listUnindexed(this.#db, FACTS, SWEPT);
      for (const { id } of rows) await this.#index(id);
      if (rows.length < SWEPT || this.#isClosed) return;
    }
  }

  async #index(conversationId: string): Promise<void> {
    for (let left = Infinity; left > 0 && !this.#isClosed;) {
      const startMs = this.#clock.now();
      left = await indexConversation(this.#db, conversationId);
      await this.#rest((this.#clock.now() - startMs) * REST);
    }
  }

  async #rest(ms: number): Promise<void> {
    if (ms <= 0 || this.#isClosed) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(ms, resolve);
      this.#endRest = () => {
        cancel();
        resolve();
      };
    });
  }
}
