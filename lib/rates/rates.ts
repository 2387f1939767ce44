/** Counts actions against a limit. Over several instances when there is Redis, local otherwise; never unlimited. */
export interface RateLimiter {
  /** Takes one from the allowance, or throws `ChatError("rate_limited")` with the wait. */
  take(name: RateName, key: string): Promise<void>;
  /** Gives back what a success should not count, such as a sign-in. */
  reset(name: RateName, key: string): Promise<void>;
}

export type RateName = keyof typeof RATES;

export interface Rate {
  readonly points: number;
  readonly seconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How often something may be done: by address before a sign-in, by person after. Sockets count frames themselves. */
export const RATES = {
  register_address: { points: 60, seconds: HOUR },
  login_address: { points: 100, seconds: 15 * MINUTE },
  login_account: { points: 10, seconds: 15 * MINUTE },
  search: { points: 60, seconds: MINUTE },
  message: { points: 300, seconds: MINUTE },
  join: { points: 60, seconds: MINUTE },
  create: { points: 60, seconds: HOUR },
  invite: { points: 60, seconds: HOUR },
  upload: { points: 60, seconds: MINUTE },
  write: { points: 300, seconds: MINUTE },
  read: { points: 1_200, seconds: MINUTE },
} as const satisfies Readonly<Record<string, Rate>>;
