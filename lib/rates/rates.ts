import type { RateName } from "@/lib/chat/ports.ts";

export interface Rate {
  readonly points: number;
  readonly seconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How often something may be done: by address before a sign-in, by person after. Sockets count frames themselves. */
export const RATES: Readonly<Record<RateName, Rate>> = {
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
};
