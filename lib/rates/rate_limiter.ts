import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { ChatError } from "@/lib/errors.ts";
import { type Rate, type RateLimiter, type RateName, RATES } from "./rates.ts";

export interface RateOptions {
  readonly isOn: boolean;
  /** A Redis client: counts are then shared by all instances; while it is away each instance counts for itself. */
  readonly redis?: unknown;
  readonly rates?: Readonly<Record<RateName, Rate>>;
}

/** Counts in memory, or in Redis when there is a client for it. Disposing forgets what is counted here. */
export const openRateLimiter = (options: RateOptions): RateLimiter & Disposable =>
  options.isOn ? new Limiter(options) : UNLIMITED;

/** For measuring only. */
const UNLIMITED: RateLimiter & Disposable = {
  take: () => Promise.resolve(),
  reset: () => Promise.resolve(),
  [Symbol.dispose]: () => {},
};

/** How one rate is counted. */
interface Counts {
  readonly own: RateLimiterMemory;
  /** By all instances together. */
  readonly shared: RateLimiterAbstract | null;
}

/** A Redis that is frozen says nothing and counts as connected for seconds; nobody waits for it. */
const ANSWER_MS = 200;

class Limiter implements RateLimiter, Disposable {
  readonly #counts = new Map<string, Counts>();

  constructor({ rates = RATES, redis }: RateOptions) {
    for (const [name, rate] of Object.entries(rates)) this.#counts.set(name, open(name, rate, redis));
  }

  async take(name: RateName, key: string): Promise<void> {
    try {
      await consume(this.#of(name), key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new ChatError("rate_limited", { retryAfterMs: Math.max(1, refusal.msBeforeNext) });
    }
  }

  async reset(name: RateName, key: string): Promise<void> {
    const { own, shared } = this.#of(name);
    if (shared) await isAnswered(shared.delete(key));
    await own.delete(key);
  }

  /** Every key in memory has a timer of its own, which would outlive us. */
  [Symbol.dispose](): void {
    for (const { own } of this.#counts.values()) {
      for (const { key } of own.dump().storage) void own.delete(key);
    }
  }

  #of(name: RateName): Counts {
    const counts = this.#counts.get(name);
    if (!counts) throw new Error(`No rate is set for ${name}`);
    return counts;
  }
}

function open(name: string, { points, seconds }: Rate, redis: unknown): Counts {
  const own = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  if (!redis) return { own, shared: null };
  const shared = new RateLimiterRedis({
    storeClient: redis,
    useRedisPackage: true,
    keyPrefix: `rate:${name}`,
    points,
    duration: seconds,
    rejectIfRedisNotReady: true,
  });
  return { own, shared };
}

async function consume({ own, shared }: Counts, key: string): Promise<void> {
  if (shared && await isAnswered(shared.consume(key))) return;
  await own.consume(key);
}

/** Whether Redis answered, and in time. Rejects with its refusal. */
async function isAnswered(answer: Promise<unknown>): Promise<boolean> {
  const heard = answer.then(() => true, (failure) => {
    if (failure instanceof RateLimiterRes) throw failure;
    return false;
  });
  // It may still be a refusal when nobody waits for it any more.
  heard.catch(() => {});
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => timer = setTimeout(() => resolve(false), ANSWER_MS));
  try {
    return await Promise.race([heard, late]);
  } finally {
    clearTimeout(timer);
  }
}
