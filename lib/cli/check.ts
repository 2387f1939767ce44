import postgres from "postgres";
import { ConfigError, readConfig } from "@/lib/config.ts";
import type { Verb } from "./main.ts";

/** Reads the settings as a start would, and tries what they name. Never opens the embedded store: it may be in use. */
export const check: Verb = {
  help: "read the settings and try what they name, without starting",
  async run(env, say) {
    try {
      const config = readConfig(env);
      say(`Listens on ${config.host}:${config.port}`);
      say(`Registration is ${config.registration}`);
      if (config.bcryptCost < 10) say(`Password hashing is weak: FRESHET_BCRYPT_COST is ${config.bcryptCost}`);
      if (!config.limitsOn) say("Rate limits are off: FRESHET_LIMITS is off");
      if (config.databaseUrl === null) {
        say(`Keeps everything in ${config.dataDir}`);
        return 0;
      }
      return await tryDatabase(config.databaseUrl, say);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      say(error.message);
      return 1;
    }
  },
};

async function tryDatabase(url: string, say: (line: string) => void): Promise<number> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    const [row] = await sql<{ version: number; name: string }[]>`
      select current_setting('server_version_num')::int as version, current_database() as name`;
    const major = Math.floor((row?.version ?? 0) / 10_000);
    say(`Database ${row?.name} answers, PostgreSQL ${major}`);
    if (major >= 15) return 0;
    say("PostgreSQL 15 or newer is needed");
    return 1;
  } catch (error) {
    say(`Database does not answer: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
