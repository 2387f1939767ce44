import { createClient, createCluster } from "@redis/client";
import { logger } from "@/lib/log.ts";

/** A client for the shared counts; commands are refused, not queued, while Redis is away. */
export interface RedisCounts {
  readonly client: unknown;
  close(): void;
}

const CONNECT_MS = 2_000;
const log = logger("rates");

const options = (url: string) => ({
  url,
  disableOfflineQueue: true,
  pingInterval: 2_000,
  socket: {
    connectTimeout: CONNECT_MS,
    socketTimeout: 6_000,
    reconnectStrategy: (tries: number) => Math.min(50 * 2 ** tries, 2_000),
  },
});

/** Opens it without waiting for Redis for long: until it answers, each instance counts for itself. */
export async function openRedisCounts(url: string): Promise<RedisCounts> {
  const client = createClient(options(url));
  client.on("error", (error) => log.warn("Redis: {error}", { error }));
  const connecting = client.connect().then(() => client.info("cluster"), () => "");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => timer = setTimeout(() => resolve(""), CONNECT_MS));
  const info = await Promise.race([connecting.catch(() => ""), late]);
  clearTimeout(timer);
  if (!/^cluster_enabled:1\r?$/m.test(info)) return { client, close: () => client.destroy() };
  client.destroy();
  const cluster = createCluster({ rootNodes: [{ url }], defaults: options(url) });
  cluster.on("error", (error) => log.warn("Redis: {error}", { error }));
  await cluster.connect().catch(() => {});
  return { client: cluster, close: () => cluster.destroy() };
}
