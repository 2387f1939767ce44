/** When a writer waits for more drafts before it commits: not at all while little is written. */
export interface LingerOptions {
  /** Below this rate every draft is committed at once. */
  readonly abovePerSecond: number;
  /** Collecting ends when nothing has come for this long. */
  readonly quietMs: number;
  readonly maxMs: number;
}

export const LINGER: LingerOptions = { abovePerSecond: 500, quietMs: 1, maxMs: 3 };

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

/** Resolves once `count` has stopped growing, has reached `enough`, or the time is up. */
export async function collect(count: () => number, enough: number, { quietMs, maxMs }: LingerOptions): Promise<void> {
  const endsAt = performance.now() + maxMs;
  for (let seen = -1; seen < count() && count() < enough && performance.now() < endsAt;) {
    seen = count();
    await new Promise((resolve) => setTimeout(resolve, quietMs));
  }
}
