import { connect } from "@/db/client.ts";

/** What a server that was started for tests must have been told; tests that ask for more start their own. */
const USUAL = new Set(["FRESHET_LIMITS=off"]);

/** A running product that tests use instead of starting one: `FRESHET_TEST_ADDRESS`, with `FRESHET_TEST_DATABASE` under it. */
export function elsewhere(env: Readonly<Record<string, string>> = {}): { url: string; databaseUrl: string } | null {
  const url = Deno.env.get("FRESHET_TEST_ADDRESS");
  const databaseUrl = Deno.env.get("FRESHET_TEST_DATABASE");
  if (!url || !databaseUrl) return null;
  return Object.entries(env).every(([name, value]) => USUAL.has(`${name}=${value}`)) ? { url, databaseUrl } : null;
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
