import postgres from "postgres";
import { drizzle } from "drizzle-orm/postgres-js";
import type { Orm } from "./database.ts";
import * as schema from "./schema.ts";
import { reopening } from "./reopening_pool.ts";
import { recordSlow, type SlowStatements } from "./slow_statements.ts";
import { guardTransactions } from "./transactions.ts";
import { watchStatements } from "./watch_statements.ts";

/** A server by address, or the embedded store by the socket that its worker listens on. */
export type StoreAddress = { readonly url: string } | { readonly socketPath: string };

export interface ConnectionLimits {
  readonly max: number;
  /** 0: none. Not kept by the embedded store, which cannot interrupt a statement. */
  readonly statementMs: number;
  readonly lockMs: number;
  /** Never closed by us, for what a session holds, such as a lock. */
  readonly isKept?: boolean;
  /** Where statements that take long are recorded. */
  readonly slow?: SlowStatements;
  /** How its sessions are called in `pg_stat_activity`. */
  readonly name?: string;
  /** How long an answer may be on its way after the server's own time-out, before its connection counts as silent. */
  readonly underWayMs?: number;
  /** Called when connections were given up that did not answer. */
  readonly onSilent?: () => void;
}

const UNDER_WAY_MS = 3_000;

const TIMESTAMPTZ = 1184;
const BIGINT = 20;
const JSON_TYPES = [114, 3802];
/** Dates and times, and arrays of them: what drizzle turns off in the driver. */
const TIME_TYPES = [1082, 1083, 1114, TIMESTAMPTZ, 1115, 1182, 1185, 1231];

/**
 * Opens a pool; nothing is connected before the first query. Always `bigint` is a number and `timestamptz` a `Date`. When a
 * server keeps a time-out of statements and a connection to it stays silent beyond that, new ones are opened.
 */
export function connect(address: StoreAddress, limits: ConnectionLimits): { sql: postgres.Sql; orm: Orm } {
  const open = () =>
    guardTransactions("url" in address ? connectServer(address.url, limits) : connectEmbedded(address.socketPath));
  const mayReopen = "url" in address && limits.statementMs > 0 && !limits.isKept;
  const pool = mayReopen
    ? reopening({
      open() {
        const client = open();
        // A client that comes later gives the same types as the first.
        ormOf(client);
        return client;
      },
      answerMs: limits.statementMs + (limits.underWayMs ?? UNDER_WAY_MS),
      worksFor: (pid) => worksFor(address.url, limits, pid),
      onSilent: limits.onSilent,
    })
    : open();
  const sql = limits.slow ? watchStatements(pool, recordSlow(limits.slow)) : pool;
  return { sql, orm: ormOf(sql) };
}

/** Asks over a connection of its own whether one of this pool's backends is at work; without one, only whether it can ask. */
async function worksFor(url: string, limits: ConnectionLimits, pid: number | null): Promise<boolean> {
  const sql = connectServer(url, { ...limits, max: 1 });
  // The driver tries again and again where a connection is taken and closed at once.
  const unreachable = setTimeout(() => void sql.end({ timeout: 0 }).catch(() => {}), limits.statementMs);
  try {
    const [row] = await sql<{ works: boolean }[]>`
      select ${pid}::int is null or exists (
        select from pg_stat_activity
        where pid = ${pid} and application_name = current_setting('application_name') and state <> 'idle'
      ) as works`;
    return row?.works ?? false;
  } finally {
    clearTimeout(unreachable);
    await sql.end({ timeout: 1 });
  }
}

/** Drizzle changes the types of the client that it is made of. */
function ormOf(sql: postgres.Sql): Orm {
  const orm = drizzle(sql, { schema });
  restoreTypes(sql.options);
  return orm;
}

const COMMON = {
  connect_timeout: 5,
  keep_alive: 15,
  // The default waits up to 20 s; a store that is back must be found again within a second or so.
  backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 1),
  onnotice: () => {},
} as const;

const KEPT = { idle_timeout: 0, max_lifetime: null } as const;

const connectServer = (url: string, limits: ConnectionLimits): postgres.Sql =>
  postgres(url, {
    ...COMMON,
    max: limits.max,
    ...(limits.isKept ? KEPT : { idle_timeout: 60 }),
    connection: {
      application_name: limits.name ?? "freshet",
      TimeZone: "UTC",
      statement_timeout: limits.statementMs,
      lock_timeout: limits.lockMs,
      // Statements here take milliseconds; compiling one takes longer than it runs.
      jit: "off",
    },
  });

/**
 * One connection, ever: statements of a second one would be mixed into the first one's. It is kept open because the
 * store is one session that outlives it, and would keep the prepared statements of every connection before.
 */
const connectEmbedded = (path: string): postgres.Sql =>
  postgres({
    ...COMMON,
    host: "embedded",
    path,
    user: "postgres",
    database: "postgres",
    max: 1,
    ...KEPT,
  });

interface TypeTables {
  readonly parsers: Record<number, unknown>;
  readonly serializers: Record<number, unknown>;
}

/** Drizzle makes times and JSON transparent for the whole client; its columns also take what plain SQL should give. */
function restoreTypes({ parsers, serializers }: TypeTables): void {
  for (const type of TIME_TYPES) {
    delete parsers[type];
    delete serializers[type];
  }
  parsers[TIMESTAMPTZ] = (text: string) => new Date(text);
  serializers[TIMESTAMPTZ] = (value: Date | string) => (value instanceof Date ? value.toISOString() : value);
  parsers[BIGINT] = Number;
  // A string is JSON text already: that is how drizzle hands it over.
  for (const type of JSON_TYPES) {
    serializers[type] = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  }
}
