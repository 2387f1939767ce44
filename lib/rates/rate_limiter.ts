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

class Limiter implements RateLimiter, Disposable {
  readonly #limiters = new Map<string, RateLimiterAbstract>();
  readonly #memories: RateLimiterMemory[] = [];

  constructor({ rates = RATES, redis }: RateOptions) {
    for (const [name, rate] of Object.entries(rates)) this.#limiters.set(name, this.#open(name, rate, redis));
  }

  async take(name: RateName, key: string): Promise<void> {
    try {
      await this.#of(name).consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new ChatError("rate_limited", { retryAfterMs: Math.max(1, refusal.msBeforeNext) });
    }
  }

  async reset(name: RateName, key: string): Promise<void> {
    await this.#of(name).delete(key);
  }

  /** Every key in memory has a timer of its own, which would outlive us. */
  [Symbol.dispose](): void {
    for (const memory of this.#memories) {
      for (const { key } of memory.dump().storage) void memory.delete(key);
    }
  }

  #of(name: RateName): RateLimiterAbstract {
    const limiter = this.#limiters.get(name);
    if (!limiter) throw new Error(`No rate is set for ${name}`);
    return limiter;
  }

  #open(name: string, { points, seconds }: Rate, redis: unknown): RateLimiterAbstract {
    const memory = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
    this.#memories.push(memory);
    if (!redis) return memory;
    return new RateLimiterRedis({
      storeClient: redis,
      useRedisPackage: true,
      keyPrefix: `rate:${name}`,
      points,
      duration: seconds,
      insuranceLimiter: memory,
      rejectIfRedisNotReady: true,
    });
  }
}
