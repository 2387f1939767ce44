import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { ChatError } from "@/lib/errors.ts";
import { type Rate, type RateLimiter, type RateName, RATES } from "./rates.ts";

/** With a Redis client the counts are shared by all instances; while it is away each instance counts for itself. */
export interface RateOptions {
  readonly isOn: boolean;
  readonly redis?: unknown;
  readonly rates?: Readonly<Record<RateName, Rate>>;
}

class Limiter implements RateLimiter {
  readonly #limiters: ReadonlyMap<string, RateLimiterAbstract>;

  constructor(options: RateOptions) {
    const rates = Object.entries(options.rates ?? RATES);
    this.#limiters = new Map(rates.map(([name, rate]) => [name, openLimiter(name, rate, options.redis)]));
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

  #of(name: RateName): RateLimiterAbstract {
    const limiter = this.#limiters.get(name);
    if (!limiter) throw new Error(`No rate is set for ${name}`);
    return limiter;
  }
}

/** Counts nothing: for measuring only. */
const unlimited: RateLimiter = { take: () => Promise.resolve(), reset: () => Promise.resolve() };

export const openRateLimiter = (options: RateOptions): RateLimiter => options.isOn ? new Limiter(options) : unlimited;

function openLimiter(name: string, { points, seconds }: Rate, redis: unknown): RateLimiterAbstract {
  const memory = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
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
