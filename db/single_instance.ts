import type postgres from "postgres";
import { connect } from "./client.ts";
import { cannotOpen, StoreLockedError } from "./errors.ts";

/** Any number, the same in every release: whoever holds this advisory lock is the one server without Redis. */
const LOCK = 7_368_210_442;
const CHECK_MS = 5_000;
const TAKEN = "Another Freshet server uses this database; to run several, give REDIS_URL to all of them";

export interface InstanceGuard {
  release(): Promise<void>;
}

export interface GuardOptions {
  /** Called once when the lock was lost with its connection and another server has taken it meanwhile. */
  readonly onLost?: (sentence: string) => void;
  readonly checkMs?: number;
}

/**
 * Makes sure that one server alone uses a database that is shared without Redis: throws `StoreLockedError` when another
 * does. Holds a connection of its own, and takes the lock again when that was lost.
 */
export async function guardSingleInstance(databaseUrl: string, options: GuardOptions = {}): Promise<InstanceGuard> {
  const { sql } = connect({ url: databaseUrl }, { max: 1, statementMs: 5_000, lockMs: 0, isKept: true });
  try {
    if (!await hold(sql)) throw new StoreLockedError(TAKEN);
  } catch (error) {
    await sql.end({ timeout: 5 });
    throw cannotOpen(error, databaseUrl);
  }
  return new Guard(sql, options);
}

class Guard implements InstanceGuard {
  #sql: postgres.Sql;
  #onLost: GuardOptions["onLost"];
  #timer: ReturnType<typeof setInterval>;
  #checking: Promise<void> | undefined;

  constructor(sql: postgres.Sql, { onLost, checkMs = CHECK_MS }: GuardOptions) {
    this.#sql = sql;
    this.#onLost = onLost;
    this.#timer = setInterval(() => this.#checking ??= this.#check(), checkMs);
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#checking;
    await this.#sql.end({ timeout: 5 });
  }

  async #check(): Promise<void> {
    try {
      if (!await hold(this.#sql)) {
        clearInterval(this.#timer);
        this.#onLost?.(TAKEN);
      }
    } catch {
      // The database is away; what is asked next time is a new connection.
    } finally {
      this.#checking = undefined;
    }
  }
}

/** Whether this connection has the lock, or can take it now. */
async function hold(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ held: boolean }[]>`
    select exists (
      select from pg_locks
      where locktype = 'advisory' and pid = pg_backend_pid() and granted
        and (classid::bigint << 32) + objid::bigint = ${LOCK}::bigint
    ) or pg_try_advisory_lock(${LOCK}::bigint) as held`;
  return row?.held ?? false;
}
