import type { Database } from "./database.ts";
import type { OnSent } from "./watch_statements.ts";

export interface SlowStatement {
  /** With `$1` for values: those are never kept. */
  readonly text: string;
  readonly calls: number;
  readonly meanMs: number;
  readonly mostMs: number;
}

const SLOW_MS = 200;
const KEPT = 50;
const SHOWN = 10;
const MOST_CHARACTERS = 400;

interface Sum {
  calls: number;
  totalMs: number;
  mostMs: number;
}

/** This process's own record of statements that took long, waiting for a connection included. Bounded, without values. */
export class SlowStatements {
  readonly #sums = new Map<string, Sum>();

  record(text: string, ms: number): void {
    const key = text.replaceAll(/\s+/g, " ").trim().slice(0, MOST_CHARACTERS);
    const sum = this.#sums.get(key) ?? { calls: 0, totalMs: 0, mostMs: 0 };
    sum.calls++;
    sum.totalMs += ms;
    sum.mostMs = Math.max(sum.mostMs, ms);
    // Put last again: the first is the one that has not been slow for the longest time.
    this.#sums.delete(key);
    this.#sums.set(key, sum);
    const [oldest] = this.#sums.keys();
    if (this.#sums.size > KEPT && oldest !== undefined) this.#sums.delete(oldest);
  }

  list(): SlowStatement[] {
    return [...this.#sums].map(([text, { calls, totalMs, mostMs }]) => ({
      text,
      calls,
      meanMs: totalMs / calls,
      mostMs,
    }))
      .sort((a, b) => b.mostMs - a.mostMs).slice(0, SHOWN);
  }
}

/** Has every statement recorded that takes long. */
export const recordSlow = (slow: SlowStatements): OnSent => (statement) => {
  const sentAt = performance.now();
  return () => {
    const ms = performance.now() - sentAt;
    if (ms >= SLOW_MS && statement.string) slow.record(statement.string, ms);
  };
};

export interface SlowList {
  /** `server`: PostgreSQL's own statistics, of all instances since they were last reset. */
  readonly source: "server" | "instance";
  readonly statements: readonly SlowStatement[];
}

/** The slowest statements, by `pg_stat_statements` where it is at hand, else as this process has seen them. */
export async function listSlowStatements({ sql, slow }: Database): Promise<SlowList> {
  const own = { source: "instance", statements: slow?.list() ?? [] } as const;
  const [has] = await sql`select 1 from pg_extension where extname = 'pg_stat_statements'`;
  if (!has) return own;
  try {
    const statements = await sql<SlowStatement[]>`
      select left(regexp_replace(query, '\\s+', ' ', 'g'), ${MOST_CHARACTERS}) as text, calls::int as calls,
        mean_exec_time as "meanMs", max_exec_time as "mostMs"
      from pg_stat_statements
      where dbid = (select oid from pg_database where datname = current_database())
        and query not like 'create %' and query not like 'alter %'
      order by mean_exec_time desc limit ${SHOWN}`;
    return { source: "server", statements };
  } catch {
    // There, but not loaded, or not ours to read.
    return own;
  }
}
