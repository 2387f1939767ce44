import { type Cluster, startCluster } from "../tests/support/cluster.ts";
import { findPrograms } from "../tests/support/programs.ts";
import { keepRunning, type Part } from "./keep_running.ts";

const INSTANCES = 3;
const PORT = 8000;

/**
 * A whole cluster on this machine, to try and to test: what the tests start, until a signal ends it. A part that ends
 * before is started again; at the end nothing is kept. Returns the exit code.
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
  say(`Its files: ${cluster.dataFolder}`);
  say("End any process and look: it is started again. Ctrl-C ends all; nothing is kept");
  const keeper = keepRunning(partsOf(cluster), say);
  say(`${await asked.promise}: stopping`);
  await keeper.stop();
  for (const instance of cluster.instances) if (instance.process.isRunning) await instance.drain();
  return 0;
}

const partsOf = ({ postgres, redis, instances, nginx }: Cluster): Part[] => [
  { name: "PostgreSQL", process: () => postgres.process, start: () => postgres.start() },
  { name: "Redis", process: () => redis.process, start: () => redis.start() },
  ...instances.map((instance, index) => ({
    name: `Instance ${index + 1}`,
    process: () => instance.process,
    start: () => instance.start(),
  })),
  { name: "nginx", process: () => nginx.process, start: () => nginx.restart() },
];

/** Settings of the product that the caller has made; where it keeps things is not theirs to choose. */
const settingsIn = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      /^FRESHET_(?!TEST_|DATA$|FILES)/.test(name) && value !== undefined ? [[name, value]] : []
    ),
  );
