/** Work of one lane enters in order; the next starts when the one before has entered, or is over. Lanes run beside each other. */
export class Lanes {
  readonly #tails = new Map<string, Promise<void>>();

  /** Work that enters before it waits for anything, and finds nobody before it, costs nothing but itself. */
  run<T>(lane: string, work: (entered: () => void) => Promise<T>): Promise<T> {
    const before = this.#tails.get(lane);
    if (before) return this.#follow(before, lane, work);
    let isIn = false;
    let leave = () => {};
    const result = work(() => {
      isIn = true;
      leave();
    });
    if (!isIn) {
      leave = this.#occupy(lane);
      result.then(leave, leave);
    }
    return result;
  }

  async #follow<T>(before: Promise<void>, lane: string, work: (entered: () => void) => Promise<T>): Promise<T> {
    const leave = this.#occupy(lane);
    try {
      await before;
      return await work(leave);
    } finally {
      leave();
    }
  }

  /** Whoever comes now waits until the answer is called. */
  #occupy(lane: string): () => void {
    const { promise: tail, resolve } = Promise.withResolvers<void>();
    this.#tails.set(lane, tail);
    return () => {
      resolve();
      if (this.#tails.get(lane) === tail) this.#tails.delete(lane);
    };
  }
}
