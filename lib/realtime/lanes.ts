/** Work of one lane enters in order; the next starts when the one before has entered, or is over. Lanes run beside each other. */
export class Lanes {
  readonly #tails = new Map<string, Promise<void>>();

  async run<T>(lane: string, work: (entered: () => void) => Promise<T>): Promise<T> {
    const before = this.#tails.get(lane);
    let enter: () => void = () => {};
    const tail = new Promise<void>((resolve) => enter = resolve);
    this.#tails.set(lane, tail);
    try {
      if (before) await before;
      return await work(enter);
    } finally {
      enter();
      if (this.#tails.get(lane) === tail) this.#tails.delete(lane);
    }
  }
}
