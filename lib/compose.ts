import { App, staticFiles } from "fresh";
import { freshConfig } from "@/fresh.config.ts";
import { openWriter } from "@/db/laned_writer.ts";
import { countGroups } from "@/db/conversations.ts";
import { Replica } from "@/db/replica.ts";
import { countUsers } from "@/db/users.ts";
import type { App as Parts } from "@/lib/app.ts";
import { Auth } from "@/lib/auth/auth.ts";
import type { Broker } from "@/lib/broker/broker.ts";
import { Instances } from "@/lib/broker/instances.ts";
import { MemoryBroker } from "@/lib/broker/memory_broker.ts";
import { announceCommitted } from "@/lib/chat/announce.ts";
import { flushReceipts } from "@/lib/chat/receipts.ts";
import { SearchIndexer } from "@/lib/chat/search/search_indexer.ts";
import type { ChatDeps } from "@/lib/chat/deps.ts";
import { buildName } from "@/lib/build/build_name.ts";
import { type Clock, systemClock } from "@/lib/clock.ts";
import type { Config } from "@/lib/config.ts";
import type { State } from "@/lib/define.ts";
import { edge } from "@/lib/http/edge.ts";
import { holdSocket } from "@/lib/http/openings.ts";
import { openLiveReaders, openPresenceStore } from "@/lib/live_readers.ts";
import { keepTidy, openFiles } from "@/lib/files/open.ts";
import { logger } from "@/lib/log.ts";
import { Metrics } from "@/lib/metrics.ts";
import { PerMinute } from "@/lib/per_minute.ts";
import { LIMITS, type Limits } from "@/lib/protocol/limits.ts";
import { openRateLimiter } from "@/lib/rates/rate_limiter.ts";
import { Hub } from "@/lib/realtime/hub.ts";
import { PresenceRegistry } from "@/lib/realtime/presence.ts";
import { openStore, type Store } from "@/lib/store.ts";

export interface Running {
  readonly app: App<State>;
  readonly parts: Parts;
  /** Resolves with a sentence when this server must stop, since another has taken its database. */
  readonly taken: Promise<string>;
  /** Tells clients, writes what is in flight, closes everything. May be called once. */
  drain(): Promise<void>;
}

export interface ComposeOptions {
  /** Being opened already; otherwise opened after the settings. */
  readonly store?: Promise<Store>;
  /** What follows is what tests shorten; the product passes none of it. */
  readonly clock?: Clock;
  readonly limits?: Partial<Limits>;
  readonly broker?: Broker;
}

/** `FRESHET_LIMITS=off`, for measuring: a load generator is one address and never rests. */
const UNLIMITED = {
  framesPerSecond: Infinity,
  socketsPerPerson: Infinity,
  socketsPerAddress: Infinity,
  openingSockets: Infinity,
};

/**
 * Puts the concrete parts together, from the store up. Rejects with a sentence when the store is in use or cannot be
 * reached. Nothing here runs before it is called, so that tests compose as many as they like.
 */
export async function compose(config: Config, options: ComposeOptions = {}): Promise<Running> {
  const clock = options.clock ?? systemClock;
  const limits = { ...LIMITS, ...config.limitsOn ? {} : UNLIMITED, ...options.limits };
  const store = await (options.store ?? openStore(config));
  const { db } = store;
  const redis = config.redisUrl ? await loadRedis(config.redisUrl) : null;
  const counts = redis ? await redis.openRedisCounts(redis.url) : null;
  const rates = openRateLimiter({ isOn: config.limitsOn, redis: counts?.client });
  const auth = await Auth.open({ config, clock, db, rates });
  const broker = options.broker ?? (redis ? await redis.openRedisBroker(redis.url) : new MemoryBroker());
  const presence = new PresenceRegistry({ broker, clock, limits, store: openPresenceStore(db) });
  const metrics: Metrics = new Metrics({
    users: () => countUsers(db.orm),
    groups: () => countGroups(db.orm),
    connections: () => hub.counts().connections,
    writerDepth: () => writer.depth,
    brokerConnected: () => broker.isConnected,
  });
  const readers = openLiveReaders(db, auth.sessions);
  const hub = new Hub({ broker, clock, limits, presence, readers, meter: metrics });
  const messages = new PerMinute(() => clock.now());
  const startedAtMs = clock.now();
  const version = await buildName();
  const instances = new Instances({
    broker,
    clock,
    report: () => ({
      name: `${Deno.hostname()}:${config.port}`,
      version,
      startedAtMs,
      connections: hub.counts().connections,
      people: hub.counts().people,
      messagesPerMinute: messages.count,
    }),
  });
  const indexer = new SearchIndexer(db, clock);
  const writer = openWriter(db, {
    onCommitted(batch) {
      indexer.committed(batch);
      const { length } = batch.filter(({ draft, result }) => draft.kind === "message" && result.outcome === "new");
      metrics.recordMessages(length);
      messages.add(length);
      announceCommitted({ db, announcer: hub }, batch);
    },
  });
  auth.attach(hub);
  const files = openFiles({ config, db, clock });
  const stopTidying = keepTidy(files, clock);
  const replica = openReplica(config, db, metrics);
  const deps: ChatDeps = { config, clock, limits, db, replica, writer, announcer: hub, presence, rates, files };
  const parts: Parts = {
    config,
    deps,
    auth,
    hub,
    metrics,
    instances,
    isDraining: () => hub.isDraining,
    brokerConnected: () => broker.isConnected,
  };
  warnOfWeakSettings(config);
  return {
    app: routed(parts),
    parts,
    taken: store.taken,
    async drain() {
      await hub.drain();
      await stopTidying();
      await writer.close();
      await flushReceipts(deps);
      await indexer.close();
      await hub.close();
      await presence.close();
      await instances.close();
      await broker.close();
      rates[Symbol.dispose]();
      counts?.close();
      await replica?.close();
      await store.close();
    },
  };
}

/** The Redis client takes half a second to load, so a single server does not. */
async function loadRedis(url: string) {
  const [{ openRedisBroker }, { openRedisCounts }] = await Promise.all([
    import("@/lib/broker/redis_broker.ts"),
    import("@/lib/rates/redis_counts.ts"),
  ]);
  return { url, openRedisBroker, openRedisCounts };
}

function openReplica({ replicaUrl }: Config, primary: Store["db"], metrics: Metrics): Replica | null {
  if (replicaUrl === null) return null;
  const log = logger("replica");
  return new Replica({
    url: replicaUrl,
    primary,
    now: () => performance.now(),
    onOutcome: (outcome) => metrics.recordReplicaRead(outcome),
    onChange(isUsable, error) {
      if (isUsable) log.info("The replica is used again");
      else log.warn("The replica cannot be used; everything is read from the primary", { error });
    },
  });
}

/** Every route finds the parts in its state, before any other middleware runs. */
const routed = (parts: Parts): App<State> =>
  new App<State>(freshConfig)
    .use((ctx) => {
      ctx.state.app = parts;
      ctx.state.deps = parts.deps;
      return ctx.next();
    })
    .use(holdSocket)
    .use(...edge(parts.config))
    .use(staticFiles())
    .fsRoutes();

function warnOfWeakSettings(config: Config): void {
  const log = logger("start");
  if (config.bcryptCost < 10) {
    log.warn("FRESHET_BCRYPT_COST is {cost}: passwords are cheap to guess", { cost: config.bcryptCost });
  }
  if (!config.limitsOn) log.warn("FRESHET_LIMITS is off: nobody is held back");
}
