import { ChatError } from "@/lib/errors.ts";
import type { Limits } from "@/lib/protocol/limits.ts";

export type SlotLimits = Pick<Limits, "socketsPerPerson" | "socketsPerAddress">;

/** Gives the place back; may be called more than once. */
export type Release = () => void;

/** Places for connections, taken before the upgrade so that many at once cannot pass the limit together. */
export class Slots {
  readonly #limits: SlotLimits;
  readonly #byPerson = new Map<string, number>();
  readonly #byAddress = new Map<string, number>();

  constructor(limits: SlotLimits) {
    this.#limits = limits;
  }

  /** `elsewhere`: what the person has open on other instances. Throws `too_many_sockets`. */
  take(userId: string, address: string, elsewhere: number): Release {
    if ((this.#byPerson.get(userId) ?? 0) + elsewhere >= this.#limits.socketsPerPerson) refuse();
    if ((this.#byAddress.get(address) ?? 0) >= this.#limits.socketsPerAddress) refuse();
    add(this.#byPerson, userId, 1);
    add(this.#byAddress, address, 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      add(this.#byPerson, userId, -1);
      add(this.#byAddress, address, -1);
    };
  }
}

function refuse(): never {
  throw new ChatError("too_many_sockets", { retryAfterMs: 5_000 });
}

function add(counts: Map<string, number>, key: string, step: number): void {
  const count = (counts.get(key) ?? 0) + step;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
