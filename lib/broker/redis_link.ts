import { createClient, createCluster } from "@redis/client";
import { logger } from "@/lib/log.ts";

const log = logger("redis");

export type Listener = (payload: string, channel: string) => void;

/** Publishing and subscribing at one Redis or a cluster of them. Reconnects and resubscribes by itself. */
export interface RedisLink {
  /** Rejects when there is no connection now. */
  publish(channel: string, payload: string): Promise<unknown>;
  subscribe(channel: string, listener: Listener): Promise<void>;
  unsubscribe(channel: string, listener: Listener): Promise<void>;
  readonly isReady: boolean;
  /** Called each time that subscriptions stand on a new connection, or that publishing works again. */
  onReady(call: () => void): void;
  close(): Promise<void>;
}

/** Answers are awaited this long before a link counts as broken: a frozen server says nothing, for ever. */
const SILENCE_MS = 6_000;
const PING_MS = 2_000;
const OPEN_MS = 5_000;
/** Beyond it publishing is refused, and what was to be carried is found by its number. */
const QUEUE_MOST = 20_000;

/** Pauses between attempts. The client cannot be woken from one, so closing waits for the last to be over. */
class Pauses {
  #endsAtMs = 0;

  /** Jitter, so that instances do not come back all at once. */
  readonly next = (tries: number): number => {
    const ms = Math.min(50 * 2 ** tries, 2_000) * (0.5 + Math.random() / 2);
    this.#endsAtMs = Math.max(this.#endsAtMs, performance.now() + ms);
    return ms;
  };

  async over(): Promise<void> {
    const leftMs = this.#endsAtMs - performance.now();
    if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs + 10));
  }
}

const lasting = (pauses: Pauses) => ({
  socket: { connectTimeout: OPEN_MS, socketTimeout: SILENCE_MS, reconnectStrategy: pauses.next },
  pingInterval: PING_MS,
  commandsQueueMaxLength: QUEUE_MOST,
});

/** Connects as far as it can within a few seconds, and goes on trying behind: a Redis that is down stops no start. */
export async function openRedisLink(url: string): Promise<RedisLink> {
  return await isCluster(url) ? await ClusterLink.open(url) : await SingleLink.open(url);
}

async function isCluster(url: string): Promise<boolean> {
  const probe = createClient({ url, socket: { connectTimeout: OPEN_MS, reconnectStrategy: false } });
  probe.on("error", () => {});
  try {
    await probe.connect();
    return /^cluster_enabled:1\r?$/m.test(await probe.info("cluster"));
  } catch (error) {
    log.warn("Cannot reach Redis; the start goes on without it", { error });
    return false;
  } finally {
    if (probe.isOpen) probe.destroy();
  }
}

/** Resolves when the work has, failed, or takes too long; it may still succeed later. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => timer = setTimeout(resolve, ms));
  await Promise.race([work.then(() => {}, () => {}), late]);
  clearTimeout(timer);
}

class SingleLink implements RedisLink {
  /** Commands and subscriptions apart, so that neither waits behind the other. */
  readonly #publisher;
  readonly #subscriber;
  readonly #pauses = new Pauses();

  private constructor(url: string) {
    this.#publisher = createClient({ url, ...lasting(this.#pauses), disableOfflineQueue: true });
    this.#subscriber = createClient({ url, ...lasting(this.#pauses) });
    for (const client of [this.#publisher, this.#subscriber]) {
      client.on("error", (error) => log.warn("Redis: {error}", { error }));
    }
  }

  static async open(url: string): Promise<SingleLink> {
    const link = new SingleLink(url);
    await atMost(OPEN_MS, Promise.all([link.#publisher.connect(), link.#subscriber.connect()]));
    return link;
  }

  publish(channel: string, payload: string): Promise<unknown> {
    return this.#publisher.publish(channel, payload);
  }

  async subscribe(channel: string, listener: Listener): Promise<void> {
    await this.#subscriber.subscribe(channel, listener);
  }

  async unsubscribe(channel: string, listener: Listener): Promise<void> {
    await this.#subscriber.unsubscribe(channel, listener);
  }

  get isReady(): boolean {
    return this.#publisher.isReady && this.#subscriber.isReady;
  }

  onReady(call: () => void): void {
    this.#subscriber.on("ready", call);
    this.#publisher.on("ready", () => this.#subscriber.isReady && call());
  }

  async close(): Promise<void> {
    this.#publisher.destroy();
    this.#subscriber.destroy();
    await this.#pauses.over();
  }
}

/** Sharded channels: each lives on the node that owns its slot, so that nodes do not carry everything to all others. */
class ClusterLink implements RedisLink {
  readonly #cluster;
  readonly #pauses = new Pauses();

  private constructor(url: string) {
    this.#cluster = createCluster({ rootNodes: [{ url }], defaults: lasting(this.#pauses) });
    this.#cluster.on("error", (error) => log.warn("Redis: {error}", { error }));
    this.#cluster.on("node-error", (error) => log.warn("Redis: {error}", { error }));
  }

  static async open(url: string): Promise<ClusterLink> {
    const link = new ClusterLink(url);
    await atMost(OPEN_MS, link.#cluster.connect());
    return link;
  }

  publish(channel: string, payload: string): Promise<unknown> {
    return this.#cluster.sPublish(channel, payload);
  }

  async subscribe(channel: string, listener: Listener): Promise<void> {
    await this.#cluster.sSubscribe(channel, listener);
  }

  async unsubscribe(channel: string, listener: Listener): Promise<void> {
    await this.#cluster.sUnsubscribe(channel, listener);
  }

  get isReady(): boolean {
    return this.#cluster.isReady;
  }

  onReady(call: () => void): void {
    this.#cluster.on("node-ready", call);
  }

  async close(): Promise<void> {
    this.#cluster.destroy();
    await this.#pauses.over();
  }
}
