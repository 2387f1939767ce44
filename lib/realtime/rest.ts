import type { Room } from "./room.ts";

const MOST_MS = 16;
/** A rest is so many times as long as handing a frame to each reader of all busy rooms; writing comes on top of that. */
const SHARE = 8;
/** A room counts as busy for so long after its turn. */
const BUSY_MS = 60;
/** How much the newest measurement counts, and from how many frames on it is one. */
const WEIGHT = 0.05;
const LEAST_FRAMES = 20;

/**
 * How long a room gathers after its turn before it has the next: not at all while little is going on, longer the more
 * readers all busy rooms have together. So readers get fewer and larger frames, and rooms have their turns one by one.
 */
export class Rest {
  /** The busy rooms' last turns, oldest first. */
  readonly #turns = new Map<Room, { readonly atMs: number; readonly readers: number }>();
  #readers = 0;
  #frameMs = 0;

  /** The rest of whoever has a turn now. */
  get ms(): number {
    return Math.min(MOST_MS, this.#readers * this.#frameMs * SHARE);
  }

  /** From when on the room may have its next turn. */
  endsAtMs(room: Room): number {
    const last = this.#turns.get(room);
    return last ? last.atMs + this.ms : -Infinity;
  }

  /** The room has its turn. */
  begins(room: Room, nowMs: number): void {
    this.#forget(room);
    const readers = room.people.size;
    this.#turns.set(room, { atMs: nowMs, readers });
    this.#readers += readers;
    for (const [oldest, { atMs }] of this.#turns) {
      if (atMs >= nowMs - BUSY_MS) break;
      this.#forget(oldest);
    }
  }

  /** So long it took to hand over so many frames. */
  measured(frames: number, tookMs: number): void {
    if (frames >= LEAST_FRAMES) this.#frameMs += (tookMs / frames - this.#frameMs) * WEIGHT;
  }

  #forget(room: Room): void {
    this.#readers -= this.#turns.get(room)?.readers ?? 0;
    this.#turns.delete(room);
  }
}
