import type postgres from "postgres";
import { connect } from "./client.ts";

export interface PoolOptions {
  /** What the operator has set; absent: a share of what the server lets in. */
  readonly max?: number | undefined;
  /** Other instances use the same database. */
  readonly isShared?: boolean;
}

/** What a server lets in, and what instances that run have taken of it. */
export interface Room {
  readonly usable: number;
  readonly instances: number;
  readonly taken: number;
}

export interface Share {
  readonly max: number;
  /** Says to the others how many connections this pool may open. */
  readonly name: string;
  /** To be called when the pool has opened its first connection under that name. */
  seated(): Promise<void>;
}

/** More would not make an instance faster: two commits are in flight at most, and reads are short. */
const MOST = 10;
/** Left to psql, to pg_dump, and to an instance that starts when all are taken. */
const SPARE = 3;
/** Whoever comes first leaves room for so many in all, since a pool does not shrink while it runs. */
const ROOM_FOR = 4;
/** Any number, the same in every release: whoever holds this advisory lock is taking its share. */
const LOCK = 7_368_210_443;

/** How many connections a pool may open so that all instances together never ask for more than there are. */
export function shareOf({ usable, instances, taken }: Room, isShared: boolean): number {
  const equal = Math.floor(usable / (isShared ? Math.max(instances + 1, ROOM_FOR) : 1));
  return Math.max(1, Math.min(MOST, equal, usable - taken));
}

/**
 * Takes this instance's share of the server's connections. What others have taken is in the names of their sessions, so
 * that the server alone knows it, and forgets an instance that is gone.
 */
export async function takeShare(url: string, { max, isShared = false }: PoolOptions): Promise<Share> {
  const { sql } = connect({ url }, { max: 1, statementMs: 5_000, lockMs: 0, isKept: true });
  try {
    await sql`select pg_advisory_lock(${LOCK}::bigint)`;
    const size = max ?? shareOf(await look(sql), isShared);
    const name = `freshet ${size} ${crypto.randomUUID().slice(0, 8)}`;
    await sql`select set_config('application_name', ${name}, false)`;
    await sql`select pg_advisory_unlock(${LOCK}::bigint)`;
    return { max: size, name, seated: () => sql.end({ timeout: 5 }) };
  } catch (error) {
    await sql.end({ timeout: 5 });
    throw error;
  }
}

async function look(sql: postgres.Sql): Promise<Room> {
  const [row] = await sql<{ free: number; instances: number; taken: number }[]>`
    select
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true)::int, 0) as free,
      count(*)::int as instances, coalesce(sum(split_part(name, ' ', 2)::int), 0)::int as taken
    from (
      select distinct application_name as name from pg_stat_activity
      where application_name ~ '^freshet [0-9]{1,4} [0-9a-f]{8}$'
    ) pools`;
  const { free = 0, instances = 0, taken = 0 } = row ?? {};
  return { usable: free - SPARE, instances, taken };
}
