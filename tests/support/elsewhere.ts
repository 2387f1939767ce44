import { connect } from "@/db/client.ts";
import { say } from "../runner/say.ts";

/** What a server that was started for tests must have been told; tests that ask for more start their own. */
const USUAL = new Set(["FRESHET_LIMITS=off"]);

/** Where a product runs that tests use instead of starting one. */
export interface Elsewhere {
  readonly url: string;
  readonly databaseUrl: string;
  /** Its data folder; "" when the tests were not told. */
  readonly dataDir: string;
}

/** What is special about a test, that it cannot use just any product. */
export interface Needs {
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Why it needs a process of its own; absent: it does not. */
  readonly own?: string | undefined;
}

/** The running product by `FRESHET_TEST_ADDRESS` and `FRESHET_TEST_DATABASE`; null when the test is to start its own. */
export function elsewhere({ env = {}, own }: Needs = {}): Elsewhere | null {
  const url = Deno.env.get("FRESHET_TEST_ADDRESS");
  const databaseUrl = Deno.env.get("FRESHET_TEST_DATABASE");
  if (!url || !databaseUrl) return null;
  const special = unusual(env);
  const reason = own ?? (special.length > 0 ? `it sets ${special.join(" ")}` : null);
  if (reason === null) return { url, databaseUrl, dataDir: Deno.env.get("FRESHET_TEST_DATA") ?? "" };
  say(`On a server of its own, since ${reason}`);
  return null;
}

const unusual = (env: Readonly<Record<string, string>>): string[] =>
  Object.entries(env).map(([name, value]) => `${name}=${value}`).filter((pair) => !USUAL.has(pair));

/** Whether what was started for tests has been told the same. */
export const isUsual = (env: Readonly<Record<string, string>> = {}): boolean => unusual(env).length === 0;

/** Whether tests were given the address of a running product. */
export const isAddressGiven = (): boolean => Deno.env.has("FRESHET_TEST_ADDRESS");

/** A step that needs the product's own process: where that is another's it is skipped, and says so. */
export function withinProcess(app: { readonly isElsewhere: boolean }, name: string, fn: () => Promise<void>) {
  if (app.isElsewhere) say(`Skipped at FRESHET_TEST_ADDRESS, since it looks inside the process: ${name}`);
  return { name, fn, ignore: app.isElsewhere };
}

/** As new: nobody has registered. Secrets stay, since the instances hold them. */
export async function empty(databaseUrl: string): Promise<void> {
  const { sql } = connect({ url: databaseUrl }, { max: 1, statementMs: 0, lockMs: 0 });
  try {
    const tables = await sql<{ name: string }[]>`
      select format('%I', tablename) as name from pg_tables
      where schemaname = 'public' and tablename not in ('settings', 'freshet_migrations')`;
    await sql.unsafe(`truncate ${tables.map(({ name }) => name).join(", ")}`);
    await sql`delete from settings where key = 'first_person'`;
  } finally {
    await sql.end();
  }
}
