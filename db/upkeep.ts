import type postgres from "postgres";
import { isConnectionLost } from "./errors.ts";

export interface UpkeepOptions {
  /** Called when the store has not answered: its connection was lost and could not be had again. */
  readonly onLost: () => void;
  readonly lookMs?: number;
}

const LOOK_MS = 10_000;
/** A store that is never idle is tidied all the same after so many looks. */
const BUSY_LOOKS = 30;
/** What an idle store writes to its files: beyond it a start after a crash would take noticeably longer. */
const IDLE_WAL_BYTES = 1024 * 1024;
/** What a busy one does. */
const BUSY_WAL_BYTES = 64 * 1024 * 1024;

interface Look {
  readonly position: string;
  readonly bytes: number;
  /** The tables that have changed much since they were tidied, with PostgreSQL's own thresholds. */
  readonly untidy: readonly string[];
}

/**
 * What PostgreSQL's background processes do elsewhere and the embedded store does not do by itself: checkpoints, vacuum,
 * statistics. One short statement at a time, so that others get in between, and mostly while nothing is written.
 */
export class Upkeep {
  #sql: postgres.Sql;
  #onLost: () => void;
  #timer: ReturnType<typeof setInterval>;
  #running: Promise<void> | undefined;
  #isStopped = false;
  #position = "";
  #busyLooks = 0;

  constructor(sql: postgres.Sql, { onLost, lookMs = LOOK_MS }: UpkeepOptions) {
    this.#sql = sql;
    this.#onLost = onLost;
    this.#timer = setInterval(() => this.#running ??= this.#run(), lookMs);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      await this.#tidy(await look(this.#sql));
    } catch (error) {
      if (isConnectionLost(error) && !this.#isStopped) this.#onLost();
    } finally {
      this.#running = undefined;
    }
  }

  async #tidy({ position, bytes, untidy }: Look): Promise<void> {
    const isIdle = position === this.#position;
    this.#position = position;
    this.#busyLooks = isIdle ? 0 : this.#busyLooks + 1;
    if (isIdle || this.#busyLooks >= BUSY_LOOKS) {
      this.#busyLooks = 0;
      for (const table of untidy) {
        if (this.#isStopped) return;
        await this.#sql`vacuum (analyze) ${this.#sql(table)}`.simple();
      }
    }
    if (!this.#isStopped && bytes > (isIdle ? IDLE_WAL_BYTES : BUSY_WAL_BYTES)) await this.#sql`checkpoint`.simple();
  }
}

async function look(sql: postgres.Sql): Promise<Look> {
  const [row] = await sql<Look[]>`
    select pg_current_wal_lsn()::text as position, (pg_current_wal_lsn() - redo_lsn)::float8 as bytes,
      array(
        select relname::text from pg_stat_user_tables
        where n_dead_tup > 50 + 0.2 * n_live_tup or n_ins_since_vacuum > 1000 + 0.2 * n_live_tup
          or n_mod_since_analyze > 50 + 0.1 * n_live_tup
      ) as untidy
    from pg_control_checkpoint()`;
  return row ?? { position: "", bytes: 0, untidy: [] };
}
