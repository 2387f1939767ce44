interface Asker<V> {
  readonly resolve: (value: V | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Asks together what is asked one by one: alone, a question goes out at once; what comes while one is being answered goes into
 * the next, so that a thousand people who come back in a second are a few dozen statements. An answer was always read
 * after its question was asked.
 */
export class Batched<V> {
  readonly #ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>;
  readonly #most: number;
  readonly #waiting = new Map<string, Asker<V>[]>();
  #isAsking = false;

  /** @param most keys in one question. */
  constructor(ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>, most: number) {
    this.#ask = ask;
    this.#most = most;
  }

  get(key: string): Promise<V | undefined> {
    return new Promise((resolve, reject) => {
      const askers = this.#waiting.get(key) ?? [];
      askers.push({ resolve, reject });
      this.#waiting.set(key, askers);
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    // What is asked within one turn of the event loop shares the first question.
    await Promise.resolve();
    while (this.#waiting.size > 0) await this.#askSome();
    this.#isAsking = false;
  }

  async #askSome(): Promise<void> {
    const batch = [...this.#waiting].slice(0, this.#most);
    for (const [key] of batch) this.#waiting.delete(key);
    try {
      const answers = await this.#ask(batch.map(([key]) => key));
      for (const [key, askers] of batch) for (const { resolve } of askers) resolve(answers.get(key));
    } catch (error) {
      for (const [, askers] of batch) for (const { reject } of askers) reject(error);
    }
  }
}
