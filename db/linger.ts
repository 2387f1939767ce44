/** When a writer waits for more drafts before it commits: not at all while little is written. */
export interface LingerOptions {
  /** Below this rate every draft is committed at once. */
  readonly abovePerSecond: number;
  /** Collecting ends when nothing has come for this long. */
  readonly quietMs: number;
  readonly maxMs: number;
}

export const LINGER: LingerOptions = { abovePerSecond: 1_000, quietMs: 1, maxMs: 2 };

/** Over which time the rate is smoothed. */
const WINDOW_MS = 250;

/** How many drafts come per second, of late. */
export class Rate {
  #perSecond = 0;
  #atMs = performance.now();

  count(drafts: number): void {
    const nowMs = performance.now();
    this.#perSecond = this.#perSecond * Math.exp((this.#atMs - nowMs) / WINDOW_MS) + drafts * 1000 / WINDOW_MS;
    this.#atMs = nowMs;
  }

  get perSecond(): number {
    return this.#perSecond * Math.exp((this.#atMs - performance.now()) / WINDOW_MS);
  }
}

/**
 * Resolves once `count` has stopped growing, has reached `enough`, or the time is up. Looks at each turn of the event loop:
 * Deno's timers take two milliseconds at least.
 */
export async function collect(count: () => number, enough: number, { quietMs, maxMs }: LingerOptions): Promise<void> {
  let nowMs = performance.now();
  let grewAtMs = nowMs;
  const endsAtMs = nowMs + maxMs;
  for (let seen = count(); seen < enough && nowMs < Math.min(endsAtMs, grewAtMs + quietMs); nowMs = performance.now()) {
    await new Promise<void>((resolve) => void setImmediate(resolve));
    if (count() > seen) grewAtMs = nowMs;
    seen = count();
  }
}
