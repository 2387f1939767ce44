import { Builder } from "fresh/dev";
import type postgres from "postgres";
import { connect } from "@/db/client.ts";
import { migrateUrl } from "@/db/migrate.ts";
import type { App as Parts } from "@/lib/app.ts";
import { compose, type ComposeOptions } from "@/lib/compose.ts";
import { readConfig } from "@/lib/config.ts";
import type { Target } from "@/tests/support/client.ts";
import { type Elsewhere, elsewhere, empty, isAddressGiven, withinProcess } from "@/tests/support/elsewhere.ts";
import { postgresDatabase } from "@/tests/support/postgres.ts";
import { ROOT } from "@/tests/support/paths.ts";
import { hasPostgres } from "@/tests/support/programs.ts";
import { tempFolder } from "@/tests/support/temp.ts";

export interface TestApp extends Target, AsyncDisposable {
  /** Another process at `FRESHET_TEST_ADDRESS`, which has no parts to look at. */
  readonly isElsewhere: boolean;
  readonly parts: Parts;
  /** What is under it. */
  readonly sql: postgres.Sql;
  readonly dataDir: string;
  readonly fetch: (request: Request, address?: string) => Promise<Response>;
}

export interface TestAppOptions extends Omit<ComposeOptions, "store"> {
  /** Settings as the environment gives them, over those of tests: an embedded store, cheap hashes, no limits. */
  readonly env?: Readonly<Record<string, string>>;
  /** Embedded unless said otherwise. */
  readonly store?: Store;
  /** Why this test needs a process of its own where it was given the address of another. */
  readonly own?: string;
}

export type Store = "embedded" | "postgres";

/** The stores on which suites run that a race or a plan could break. */
export const STORES: readonly Store[] = isAddressGiven()
  ? ["postgres"]
  : hasPostgres()
  ? ["embedded", "postgres"]
  : ["embedded"];

/** One build for all apps of a process, without the browser's part: pages are whole here, they only do not come alive. */
let built: ReturnType<Builder["build"]> | undefined;
const build = () =>
  built ??= new Builder({ root: ROOT, islandDir: "tests/api/no_islands" }).build({ snapshot: "memory" });

/** The whole product in this process, on a store of its own, asked through its handler without a port. */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { env, store, own, ...composeOptions } = options;
  const isComposed = Object.values(composeOptions).some((value) => value !== undefined);
  const given = elsewhere({ env, own: own ?? (isComposed ? "it sets limits or clocks" : undefined) });
  if (given) return await openElsewhere(given);
  const folder = await tempFolder();
  const server = store === "postgres" ? await postgresDatabase(migrateUrl) : null;
  const config = readConfig({
    FRESHET_DATA: folder.join("data"),
    FRESHET_BCRYPT_COST: "4",
    FRESHET_LIMITS: "off",
    ...server ? { DATABASE_URL: server.url } : {},
    ...env,
  });
  const [running, apply] = await Promise.all([compose(config, composeOptions), build()]);
  apply(running.app);
  const handler = running.app.handler();
  return {
    url: "http://localhost:8000",
    isElsewhere: false,
    parts: running.parts,
    sql: running.parts.deps.db.sql,
    dataDir: config.dataDir,
    fetch: (request, address = "127.0.0.1") =>
      handler(request, {
        remoteAddr: { transport: "tcp", hostname: address, port: 50_000 },
        completed: Promise.resolve(),
      }),
    async [Symbol.asyncDispose]() {
      await running.drain();
      await server?.[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** The product at the address that tests were given. What looks inside its process cannot be shown there. */
async function openElsewhere({ url, databaseUrl, dataDir }: Elsewhere): Promise<TestApp> {
  await empty(databaseUrl);
  const { sql } = connect({ url: databaseUrl }, { max: 2, statementMs: 0, lockMs: 0 });
  return {
    url,
    isElsewhere: true,
    sql,
    get dataDir() {
      if (dataDir === "") throw new Error("FRESHET_TEST_DATA must name the data folder of the product under test");
      return dataDir;
    },
    get parts(): never {
      throw new Error("This looks inside the process, which is another one at FRESHET_TEST_ADDRESS");
    },
    fetch: (request) => fetch(new Request(request, { redirect: "manual" })),
    [Symbol.asyncDispose]: () => sql.end(),
  };
}

interface StepOptions {
  /** It looks inside the process, so it is skipped where that is another's. */
  readonly within?: boolean;
}

export type Step = (name: string, work: () => void | Promise<void>, options?: StepOptions) => Promise<unknown>;

/**
 * One test with a step for each promise. The app lives inside the test, so that what leaks is seen when all is closed;
 * between steps it may keep its connections and timers.
 */
export function onStore(
  store: Store,
  name: string,
  work: (app: TestApp, step: Step) => Promise<void>,
  options: Omit<TestAppOptions, "store"> = {},
): void {
  Deno.test(`${name} (${store})`, async (t) => {
    await using app = await openTestApp({ ...options, store });
    const loose = { sanitizeOps: false, sanitizeResources: false };
    await work(app, (name, act, { within = false } = {}) => {
      const fn = async () => await act();
      return t.step({ ...within ? withinProcess(app, name, fn) : { name, fn }, ...loose });
    });
  });
}

/** As `onStore`, on each store there is. */
export function onEveryStore(...rest: Parameters<typeof onStore> extends [Store, ...infer Rest] ? Rest : never): void {
  for (const store of STORES) onStore(store, ...rest);
}
