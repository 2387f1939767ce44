import type { Clock } from "@/lib/clock.ts";

/** An allowance that refills steadily: keeps what I send below the server's limit, so that it need not refuse. */
export class Pace {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  constructor(clock: Clock, perSecond: number, burst: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = clock.now();
  }

  /** Takes one and answers 0, or answers how long to wait. */
  take(): number {
    const now = this.#clock.now();
    const gained = Math.max(0, now - this.#at) / 1000 * this.#perSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + gained);
    this.#at = now;
    if (this.#tokens < 1) return Math.ceil((1 - this.#tokens) / this.#perSecond * 1000);
    this.#tokens--;
    return 0;
  }
}
