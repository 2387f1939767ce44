const SLOT_MS = 5_000;
const SLOTS = 60_000 / SLOT_MS;

/** Counts what happened within the last minute, to within five seconds. */
export class PerMinute {
  readonly #now: () => number;
  readonly #counts: number[] = Array(SLOTS).fill(0);
  #slot = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#slot = this.#current();
  }

  add(count: number): void {
    this.#advance();
    const at = this.#slot % SLOTS;
    this.#counts[at] = (this.#counts[at] ?? 0) + count;
  }

  get count(): number {
    this.#advance();
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  #current(): number {
    return Math.floor(this.#now() / SLOT_MS);
  }

  #advance(): void {
    const slot = this.#current();
    for (let passed = Math.min(slot - this.#slot, SLOTS); passed > 0; passed--) {
      this.#counts[(slot - passed + 1) % SLOTS] = 0;
    }
    this.#slot = Math.max(slot, this.#slot);
  }
}
