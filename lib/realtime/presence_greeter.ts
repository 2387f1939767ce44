import type { Clock } from "@/lib/clock.ts";
import type { StateFrame } from "@/lib/protocol/frames.ts";
import { Batched } from "./batched.ts";
import type { PresenceStore } from "./ports.ts";
import type { PresenceEntry } from "./presence_entry.ts";
import { toldFrame } from "./presence_frames.ts";

export interface GreeterParts {
  readonly clock: Clock;
  readonly store: PresenceStore;
}

/** Presence frames that a newcomer gets at most. */
const MOST_GREETED = 500;
/** Newcomers whose acquaintances are read in one statement. */
const GREETED_AT_ONCE = 50;

/** Tells newcomers who is here. Many come at once after a restart, and it is no hurry: they are greeted together. */
export class PresenceGreeter {
  readonly #parts: GreeterParts;
  readonly #entries: ReadonlyMap<string, PresenceEntry>;
  readonly #batched = new Batched<StateFrame[]>((userIds) => this.#greetAll(userIds), { most: GREETED_AT_ONCE });

  constructor(parts: GreeterParts, entries: ReadonlyMap<string, PresenceEntry>) {
    this.#parts = parts;
    this.#entries = entries;
  }

  async greet(userId: string): Promise<StateFrame[]> {
    return (await this.#batched.get(userId)) ?? [];
  }

  async #greetAll(userIds: readonly string[]): Promise<Map<string, StateFrame[]>> {
    const online = [...this.#entries].filter(([, entry]) => entry.told !== "offline").map(([id]) => id);
    if (online.length === 0) return new Map();
    const seen = await this.#parts.store.seenBy(userIds, online.length <= MOST_GREETED ? online : null);
    const now = this.#parts.clock.now();
    return new Map([...seen].map(([userId, others]) => [
      userId,
      others.filter((id) => id !== userId && this.#isHere(id)).slice(0, MOST_GREETED)
        .map((id) => toldFrame(id, this.#entries.get(id), now)),
    ]));
  }

  #isHere(id: string): boolean {
    return (this.#entries.get(id)?.told ?? "offline") !== "offline";
  }
}
