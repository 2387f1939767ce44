import { startCluster } from "../tests/support/cluster.ts";
import { findPrograms } from "../tests/support/programs.ts";

const INSTANCES = 3;
const PORT = 8000;

/**
 * A whole cluster on this machine, to try and to test: what the tests start, until a signal ends it. Nothing is kept.
 * Returns the exit code.
 */
export async function runCluster(
  { PORT: port, ...env }: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
): Promise<number> {
  const { postgresBin, redis, nginx } = findPrograms();
  const missing = Object.entries({ PostgreSQL: postgresBin, Redis: redis, nginx }).filter(([, path]) => !path);
  if (missing.length > 0) {
    say(`Not installed here: ${missing.map(([name]) => name).join(", ")}`);
    return 1;
  }
  const asked = Promise.withResolvers<string>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => asked.resolve(signal));
  await using cluster = await startCluster({
    instances: INSTANCES,
    port: Number(port || PORT),
    env: { FRESHET_BCRYPT_COST: "12", ...settingsIn(env) },
    say,
  });
  say(`Freshet is ready: ${cluster.url}`);
  say(`Its database: ${cluster.databaseUrl}`);
  say("End any process and look; Ctrl-C ends all. Nothing is kept");
  say(`${await asked.promise}: stopping`);
  for (const instance of cluster.instances) if (instance.process.isRunning) await instance.drain();
  return 0;
}

/** Settings of the product that the caller has made; where it keeps things is not theirs to choose. */
const settingsIn = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      /^FRESHET_(?!TEST_|DATA$|FILES)/.test(name) && value !== undefined ? [[name, value]] : []
    ),
  );
