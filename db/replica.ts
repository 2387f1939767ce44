import type postgres from "postgres";
import { connect } from "./client.ts";
import type { Database } from "./database.ts";

/** What reading needs of a database. */
export type Reader = Pick<Database, "sql">;

/** What came of asking the replica. Only `used` gives an answer; after every other the primary is asked. */
export type ReplicaOutcome = "used" | "behind" | "failed" | "resting";

export interface ReplicaOptions {
  readonly url: string;
  readonly primary: Reader;
  readonly now: () => number;
  readonly onOutcome?: (outcome: ReplicaOutcome) => void;
  /** Told when it becomes unusable, and when it is usable again. */
  readonly onChange?: (isUsable: boolean, error?: unknown) => void;
}

const POOL = { max: 5, statementMs: 4_000, lockMs: 1_000 } as const;
/** Nobody waits longer for an answer that the primary can give. */
const ANSWER_MS = 3_000;
/** What no number of a conversation tells, such as a name, is at most this old. */
const FLOOR_MS = 5_000;
const REST_MS = { first: 1_000, most: 30_000 } as const;

/** Conversations with the number that must be there at least. */
export type Heads = ReadonlyMap<string, number>;

interface Floor {
  readonly lsn: string;
  readonly takenAtMs: number;
}

/**
 * A streaming replica, asked for what is long ago and much. Everything in a conversation takes a number, so it may answer
 * when it has the heads that the primary has shown; who may read what is never asked of it.
 */
export class Replica {
  readonly #options: ReplicaOptions;
  readonly #sql: postgres.Sql;
  #floor: Floor | null = null;
  #restMs = 0;
  #restUntilMs = 0;

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.#sql = connect({ url: options.url }, POOL).sql;
  }

  /**
   * Runs `work` in one snapshot of the replica that has all these heads. Null when it lags, cannot be reached, is no
   * replica, or when `work` gives null: then ask the primary. Never rejects but for an error of the primary.
   */
  async read<T>(heads: Heads, work: (reader: Reader) => Promise<T | null>): Promise<T | null> {
    const { now, onOutcome = () => {} } = this.#options;
    if (now() < this.#restUntilMs) return onOutcome("resting"), null;
    const floor = await this.#takeFloor();
    try {
      const value = await inTime(this.#snapshot(floor, heads, work));
      this.#recovered();
      onOutcome(value === null ? "behind" : "used");
      return value;
    } catch (error) {
      this.#failed(error);
      onOutcome("failed");
      return null;
    }
  }

  async close(): Promise<void> {
    await this.#sql.end({ timeout: 1 });
  }

  async #snapshot<T>(floor: Floor, heads: Heads, work: (reader: Reader) => Promise<T | null>): Promise<T | null> {
    const result = await this.#sql.begin("isolation level repeatable read read only", async (tx) => {
      const [state] = await tx<{ follows: boolean; isFresh: boolean; found: number }[]>`
        select pg_is_in_recovery() as follows, pg_last_wal_replay_lsn() >= ${floor.lsn}::pg_lsn as "isFresh", (
          select count(*)::int from unnest(${[...heads.keys()]}::uuid[], ${[...heads.values()]}::bigint[]) k (id, seq)
          join conversations c on c.id = k.id and c.last_seq >= k.seq
        ) as found`;
      // One that follows nobody may be a primary of the past, with other messages under the same numbers.
      if (!state?.follows) throw new Error("It follows no primary");
      if (!state.isFresh || state.found < heads.size) return null;
      // Reading needs nothing that a transaction's handle has not.
      return await work({ sql: tx as unknown as postgres.Sql });
    });
    return result as T | null;
  }

  /** Where the primary was a few seconds ago, at most. */
  async #takeFloor(): Promise<Floor> {
    const { primary, now } = this.#options;
    if (this.#floor && now() - this.#floor.takenAtMs < FLOOR_MS) return this.#floor;
    const takenAtMs = now();
    const [row] = await primary.sql<{ lsn: string }[]>`select pg_current_wal_flush_lsn()::text as lsn`;
    return this.#floor = { lsn: row?.lsn ?? "0/0", takenAtMs };
  }

  #recovered(): void {
    if (this.#restMs > 0) this.#options.onChange?.(true);
    this.#restMs = 0;
  }

  #failed(error: unknown): void {
    if (this.#restMs === 0) this.#options.onChange?.(false, error);
    this.#restMs = Math.min(this.#restMs * 2 || REST_MS.first, REST_MS.most);
    this.#restUntilMs = this.#options.now() + this.#restMs;
  }
}

/** A server that is frozen never answers; what it says later is heard by nobody. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${ANSWER_MS} ms`)), ANSWER_MS);
  });
  answer.catch(() => {});
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
