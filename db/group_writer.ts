import type { Database } from "./database.ts";
import { appendFacts, isSameCall } from "./append_facts.ts";
import { isUnavailable, StoreUnavailableError } from "./errors.ts";
import type { CommittedDraft, FactDraft, FactResult, FactWriter } from "./fact_writer.ts";
import { collect, LINGER, type LingerOptions, Rate } from "./linger.ts";
import { retrying } from "./retry.ts";

export interface GroupWriterOptions {
  /** Called after each commit, before the promises of its drafts resolve, with all of them in commit order. */
  readonly onCommitted: (batch: readonly CommittedDraft[]) => void;
  /** Called when drafts have their answer or have failed, before their promises say so. */
  readonly onSettled?: (answered: readonly { readonly draft: FactDraft }[]) => void;
  readonly maxBatch?: number;
  /** Null: commit at once, always. */
  readonly linger?: LingerOptions | null;
  /** How long an answer is waited for, beyond the store's own time-outs; a frozen server keeps none of those. */
  readonly deadlineMs?: number;
}

interface Waiting {
  readonly draft: FactDraft;
  readonly resolve: (result: FactResult) => void;
  readonly reject: (error: unknown) => void;
}

/** PGlite does best with about a hundred rows a statement, PostgreSQL with some more. */
const MAX_BATCH = { embedded: 100, postgres: 200 } as const;
const DEADLINE_MS = 10_000;
/** From here on a commit counts as held up; under full load they take a tenth of it. */
const HELD_UP_MS = 50;

const ignore = () => {};

class OverdueError extends StoreUnavailableError {}

/**
 * The only way facts get into a conversation. What comes while a commit is in flight goes into the next one, in the order
 * it came, so that grouping clocks itself: alone a draft waits for nobody, under load a hundred share one commit.
 */
export class GroupWriter implements FactWriter {
  #db: Database;
  #onCommitted: GroupWriterOptions["onCommitted"];
  #onSettled: NonNullable<GroupWriterOptions["onSettled"]>;
  #maxBatch: number;
  #linger: LingerOptions | null;
  #deadlineMs: number;
  #queue: Waiting[] = [];
  #inFlight = 0;
  #sentAtMs = 0;
  /** How many drafts the last commit had. */
  #lastSize = 0;
  #rate = new Rate();
  #pumping: Promise<void> | undefined;
  #isClosed = false;
  #giveUp: (error: Error) => void = ignore;
  readonly #overdue = () => this.#giveUp(new OverdueError("Storage does not answer"));

  constructor(db: Database, options: GroupWriterOptions) {
    this.#db = db;
    this.#onCommitted = options.onCommitted;
    this.#onSettled = options.onSettled ?? ignore;
    this.#maxBatch = options.maxBatch ?? MAX_BATCH[db.kind];
    this.#linger = options.linger === undefined ? LINGER : options.linger;
    this.#deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  }

  get depth(): number {
    return this.#queue.length + this.#inFlight;
  }

  /** The commit in flight takes unusually long. */
  get isHeldUp(): boolean {
    return this.#inFlight > 0 && performance.now() - this.#sentAtMs > HELD_UP_MS;
  }

  append(draft: FactDraft): Promise<FactResult> {
    if (this.#isClosed) return Promise.reject(new StoreUnavailableError("Cannot store: the writer is closed"));
    return new Promise((resolve, reject) => {
      this.#queue.push({ draft, resolve, reject });
      this.#pumping ??= this.#pump();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pumping;
  }

  async #pump(): Promise<void> {
    // What is handed in within one turn of the event loop, such as the frames of one read, shares the first commit.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      if (this.#linger && this.#rate.perSecond > this.#linger.abovePerSecond) await this.#gather(this.#linger);
      const batch = this.#takeBatch();
      this.#rate.count(batch.length);
      this.#lastSize = batch.length;
      this.#inFlight = batch.length;
      this.#sentAtMs = performance.now();
      await this.#write(batch);
    }
    this.#pumping = undefined;
  }

  /**
   * Not when half as many wait as the last commit had: who writes on after an answer then does so in two groups, one of them
   * at the database while the other reads its answers.
   */
  async #gather(linger: LingerOptions): Promise<void> {
    if (this.#isClosed || this.#queue.length >= this.#lastSize / 2) return;
    await collect(() => this.#queue.length, this.#maxBatch, linger);
  }

  /** The longest run from the front that one call can take. */
  #takeBatch(): Waiting[] {
    const first = this.#queue[0];
    const end = this.#queue.findIndex(({ draft }, index) =>
      index === this.#maxBatch || (first !== undefined && !isSameCall(first.draft, draft))
    );
    return this.#queue.splice(0, end < 0 ? this.#queue.length : end);
  }

  /** Settles every draft of the batch. A draft that breaks the statement ends up alone and fails alone. */
  async #write(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#commit(batch);
    } catch (error) {
      if (isUnavailable(error)) {
        this.#fail(batch, new StoreUnavailableError(undefined, { cause: error }));
      } else if (batch.length === 1) {
        this.#fail(batch, error);
      } else {
        const half = Math.ceil(batch.length / 2);
        await this.#write(batch.slice(0, half));
        await this.#write(batch.slice(half));
      }
    }
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const { firsts, positions } = foldRepeats(batch);
    const results = await this.#inTime(
      retrying(() => appendFacts(this.#db.sql, firsts)),
      (late) => this.#announce(firsts.map((draft, index) => ({ draft, result: at(late, index) }))),
    );
    const answered = new Set<number>();
    const committed = batch.map(({ draft }, index) => {
      const position = at(positions, index);
      const result = at(results, position);
      const isLater = answered.has(position) && result.outcome === "new";
      answered.add(position);
      return { draft, result: isLater ? { ...result, outcome: "repeat" as const } : result };
    });
    this.#announce(committed);
    this.#settle(batch);
    batch.forEach(({ resolve }, index) => resolve(at(committed, index).result));
  }

  #settle(batch: readonly Waiting[]): void {
    this.#inFlight -= batch.length;
    this.#onSettled(batch);
  }

  #fail(batch: readonly Waiting[], error: unknown): void {
    this.#settle(batch);
    for (const { reject } of batch) reject(error);
  }

  /** A listener's own mistake must not turn a commit into a failure. */
  #announce(committed: readonly CommittedDraft[]): void {
    try {
      this.#onCommitted(committed);
    } catch (error) {
      reportError(error);
    }
  }

  /** Gives up on an answer after the deadline; should it come all the same, `onLate` has it. */
  async #inTime<T>(work: Promise<T>, onLate: (value: T) => void): Promise<T> {
    const { promise: deadline, reject } = Promise.withResolvers<never>();
    let isLate = false;
    void work.then((value) => isLate && onLate(value), () => {});
    // What a timer knows was seen to be kept until V8's next full collection, so this one knows nothing of the work.
    this.#giveUp = reject;
    const timer = setTimeout(this.#overdue, this.#deadlineMs);
    try {
      return await Promise.race([work, deadline]);
    } catch (error) {
      isLate = error instanceof OverdueError;
      throw error;
    } finally {
      clearTimeout(timer);
      this.#giveUp = ignore;
    }
  }
}

/** Drafts without the repeats among them, and for each draft where its answer will be. */
function foldRepeats(batch: readonly Waiting[]): { firsts: FactDraft[]; positions: number[] } {
  const firsts: FactDraft[] = [];
  // By client id alone, which nearly always tells drafts apart: no longer key has to be put together for each.
  const seen = new Map<string, number[]>();
  const positions = batch.map(({ draft }) => {
    if (draft.kind !== "message") return firsts.push(draft) - 1;
    const alike = seen.get(draft.clientId);
    const found = alike?.find((position) => isRepeat(at(firsts, position), draft));
    if (found !== undefined) return found;
    const position = firsts.push(draft) - 1;
    if (alike) alike.push(position);
    else seen.set(draft.clientId, [position]);
    return position;
  });
  return { firsts, positions };
}

const isRepeat = (one: FactDraft, other: FactDraft): boolean =>
  one.conversationId === other.conversationId && one.authorId === other.authorId;

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`No item ${index} of ${items.length}`);
  return item;
}
