import bcrypt from "bcrypt";
import { ChatError } from "@/lib/errors.ts";

interface Bcrypt {
  hash(password: string, cost: number): Promise<string>;
  compare(password: string, hash: string): Promise<boolean>;
  getRounds(hash: string): number;
}
const library: Bcrypt = bcrypt;

/** Well-formed hash parts that no password has: what an unknown account is compared with, at the usual price. */
const NOBODY = "........................................" + ".............";
const WAITING_MAX = 256;

export interface PasswordCheck {
  readonly isRight: boolean;
  /** The stored hash is cheaper than today's setting: hash again while the password is at hand. */
  readonly isCheap: boolean;
}

/**
 * Hashes with bcrypt, off the main thread and only a few at once: sign-ins queue behind each other, so that they cannot
 * take the processors from conversations.
 */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** Comparisons made, dummies included. */
  compared = 0;

  constructor(
    readonly cost: number,
    readonly atOnce: number = Math.max(1, navigator.hardwareConcurrency - 1),
  ) {}

  hash(password: string): Promise<string> {
    return this.#inTurn(() => library.hash(password, this.cost));
  }

  /** With no hash (unknown account) it takes as long as with one, and is wrong. */
  async check(password: string, hash: string | null): Promise<PasswordCheck> {
    const against = hash ?? `$2b$${String(this.cost).padStart(2, "0")}$${NOBODY}`;
    const isEqual = await this.#inTurn(() => library.compare(password, against));
    this.compared++;
    const isRight = hash !== null && isEqual;
    return { isRight, isCheap: isRight && library.getRounds(against) < this.cost };
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length >= WAITING_MAX) {
      throw new ChatError("rate_limited", { text: "Too many people are signing in at once", retryAfterMs: 10_000 });
    }
    if (this.#running >= this.atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
