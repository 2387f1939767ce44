import type { Clock } from "@/lib/clock.ts";

interface Timer {
  at: number;
  readonly call: () => void;
  readonly everyMs: number | null;
}

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(nowMs = 1_000_000) {
    this.#now = nowMs;
  }

  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, call: () => void): () => void {
    return this.#add({ at: this.#now + ms, call, everyMs: null });
  }

  every(ms: number, call: () => void): () => void {
    return this.#add({ at: this.#now + ms, call, everyMs: ms });
  }

  /** Moves on, calling every timer that comes due in its order, those made on the way included. */
  tick(ms: number): void {
    const end = this.#now + ms;
    for (let timer = this.#due(end); timer; timer = this.#due(end)) {
      this.#now = Math.max(this.#now, timer.at);
      if (timer.everyMs === null) this.#timers.delete(timer);
      else timer.at += timer.everyMs;
      timer.call();
    }
    this.#now = end;
  }

  #due(end: number): Timer | undefined {
    return [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
  }

  #add(timer: Timer): () => void {
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
}
