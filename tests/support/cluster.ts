import { migrateUrl } from "@/db/migrate.ts";
import { type Nginx, startNginx } from "./nginx.ts";
import { freePort } from "./ports.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { type Redis, startRedis } from "./redis.ts";
import { type Server, startServer } from "./server.ts";
import { removeFolder } from "./temp.ts";

export interface ClusterOptions {
  readonly instances?: number;
  /** Where people reach it. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Told of every part that runs. */
  readonly say?: (sentence: string) => void;
}

export interface Cluster extends AsyncDisposable {
  /** The one address. */
  readonly url: string;
  readonly databaseUrl: string;
  /** The one of all instances. */
  readonly dataFolder: string;
  readonly instances: readonly Server[];
  readonly postgres: Postgres;
  readonly redis: Redis;
  readonly nginx: Nginx;
}

/** PostgreSQL with fsync, Redis, equal instances and nginx before them, all new, all on loopback, gone with their scope. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { instances: count = 2, port = freePort(), say = () => {} } = options;
  await using parts = new AsyncDisposableStack();
  const postgres = parts.use(await startPostgres({ durable: true }));
  const databaseUrl = await postgres.database(migrateUrl);
  say(`PostgreSQL on port ${postgres.port} (process ${postgres.process.pid})`);
  const redis = parts.use(await startRedis());
  say(`Redis on port ${redis.port} (process ${redis.process.pid})`);
  const dataFolder = await Deno.makeTempDir({ prefix: "freshet-data-" });
  parts.defer(() => removeFolder(dataFolder));
  // They must know the address that people open before nginx can know theirs.
  const env = {
    FRESHET_TRUSTED_PROXIES: "127.0.0.1",
    FRESHET_ORIGINS: `http://127.0.0.1:${port},http://localhost:${port}`,
    FRESHET_FILES_SHARED: "on",
    ...options.env,
  };
  const instances: Server[] = [];
  for (let number = 1; number <= count; number++) {
    const name = `instance ${number}`;
    const instance = parts.use(await startServer({ name, databaseUrl, redisUrl: redis.url, dataFolder, env }));
    instances.push(instance);
    say(`Instance ${number} on port ${instance.port} (process ${instance.process.pid})`);
  }
  const nginx = parts.use(await startNginx(instances.map(({ url }) => url), port));
  say(`nginx on port ${port} (process ${nginx.process.pid})`);
  const all = parts.move();
  return {
    url: nginx.url,
    databaseUrl,
    dataFolder,
    instances,
    postgres,
    redis,
    nginx,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
