export interface BatchedOptions {
  /** Keys in one question. */
  readonly most: number;
  /** How long the next question waits for the answer to the one before. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 5_000;

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
  readonly #options: BatchedOptions;
  readonly #waiting = new Map<string, Asker<V>[]>();
  #isAsking = false;

  constructor(ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>, options: BatchedOptions) {
    this.#ask = ask;
    this.#options = options;
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
    while (this.#waiting.size > 0) await this.#inPatience(this.#askSome());
    this.#isAsking = false;
  }

  /** A store that does not answer one question may answer the next. */
  async #inPatience(answered: Promise<void>): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => timer = setTimeout(resolve, this.#options.patienceMs ?? PATIENCE_MS));
    await Promise.race([answered, over]);
    clearTimeout(timer);
  }

  async #askSome(): Promise<void> {
    const batch = [...this.#waiting].slice(0, this.#options.most);
    for (const [key] of batch) this.#waiting.delete(key);
    try {
      const answers = await this.#ask(batch.map(([key]) => key));
      for (const [key, askers] of batch) for (const { resolve } of askers) resolve(answers.get(key));
    } catch (error) {
      for (const [, askers] of batch) for (const { reject } of askers) reject(error);
    }
  }
}
