import { logger } from "@/lib/log.ts";
import type { Broker, Unsubscribe } from "./broker.ts";
import { atMost, openRedisLink, type RedisLink } from "./redis_link.ts";

type Hear = (payload: string) => void;

interface Topic {
  readonly listeners: Set<Hear>;
  /** What Redis calls; one a topic, whatever the number of listeners. */
  readonly listener: (payload: string) => void;
  subscribed: Promise<void>;
  /** The last attempt failed: to be tried again on the next connection. */
  isLost: boolean;
}

/** Channels of other programs at the same Redis are not ours. */
const PREFIX = "freshet:";
/** Says that its sender could not publish for a while, so that the others look into the store at once. */
const MISSED = "missed";
/** A subscription that takes longer is not waited for; what it would have brought is found by number. */
const SUBSCRIBE_MS = 1_000;
/** Payloads under way to Redis; beyond it they are dropped rather than piled up before a frozen server. */
const MOST_UNDER_WAY = 32 * 1024 * 1024;

const log = logger("broker");

/** Opens the link to Redis. Resolves after a few seconds even when it is down: it is only late, the store has the truth. */
export const openRedisBroker = async (url: string): Promise<RedisBroker> => new RedisBroker(await openRedisLink(url));

/** Carries events over Redis: one publish is one command, all of one tick are pipelined. */
export class RedisBroker implements Broker {
  readonly #link: RedisLink;
  readonly #topics = new Map<string, Topic>();
  readonly #returns = new Set<() => void>();
  readonly #id = crypto.randomUUID();
  #underWay = 0;
  #dropped = 0;
  #isClosed = false;

  constructor(link: RedisLink) {
    this.#link = link;
    link.onReady(() => this.#return());
    void this.subscribe(MISSED, (id) => id !== this.#id && this.#tellReturn());
  }

  publish(topic: string, payload: string): void {
    if (this.#underWay + payload.length > MOST_UNDER_WAY) return this.#drop();
    this.#underWay += payload.length;
    this.#link.publish(PREFIX + topic, payload)
      .catch(() => this.#drop())
      .finally(() => this.#underWay -= payload.length);
  }

  async subscribe(topic: string, onPayload: Hear): Promise<Unsubscribe> {
    // A function of its own, so that one callback may be subscribed twice and each be ended alone.
    const hear: Hear = (payload) => onPayload(payload);
    const entry = this.#topics.get(topic) ?? this.#open(topic);
    entry.listeners.add(hear);
    if (this.#link.isReady) await atMost(SUBSCRIBE_MS, entry.subscribed);
    return () => {
      if (entry.listeners.delete(hear) && entry.listeners.size === 0) this.#shut(topic, entry);
    };
  }

  onReturn(call: () => void): Unsubscribe {
    this.#returns.add(call);
    return () => this.#returns.delete(call);
  }

  get isConnected(): boolean {
    return this.#link.isReady;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#topics.clear();
    this.#returns.clear();
    await this.#link.close();
  }

  #open(topic: string): Topic {
    const listeners = new Set<Hear>();
    const entry: Topic = {
      listeners,
      listener: (payload) => {
        for (const hear of [...listeners]) hear(payload);
      },
      subscribed: Promise.resolve(),
      isLost: false,
    };
    this.#topics.set(topic, entry);
    entry.subscribed = this.#subscribe(topic, entry);
    return entry;
  }

  async #subscribe(topic: string, entry: Topic): Promise<void> {
    try {
      entry.isLost = false;
      await this.#link.subscribe(PREFIX + topic, entry.listener);
    } catch {
      entry.isLost = true;
    }
  }

  #shut(topic: string, entry: Topic): void {
    if (this.#topics.get(topic) === entry) this.#topics.delete(topic);
    if (this.#isClosed) return;
    this.#link.unsubscribe(PREFIX + topic, entry.listener).catch(() => {});
  }

  /** Subscriptions that were under way when the link broke are made again; then everyone is told. */
  #return(): void {
    if (this.#isClosed) return;
    const lost = [...this.#topics].filter(([, entry]) => entry.isLost);
    const again = lost.map(([topic, entry]) => entry.subscribed = this.#subscribe(topic, entry));
    void atMost(SUBSCRIBE_MS, Promise.all(again)).then(() => this.#tellReturn());
    if (this.#dropped === 0 || !this.isConnected) return;
    log.warn("{dropped} events were not carried while Redis was away", { dropped: this.#dropped });
    this.#dropped = 0;
    this.publish(MISSED, this.#id);
  }

  #tellReturn(): void {
    for (const call of [...this.#returns]) call();
  }

  #drop(): void {
    if (this.#dropped++ === 0) log.warn("Events are not carried to other instances");
  }
}
