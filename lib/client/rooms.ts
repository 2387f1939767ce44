import type { Room } from "./room.ts";

/** Rooms kept ready, so that going back to one is instant. */
const KEPT = 12;

/** The conversations that were opened lately. */
export class Rooms {
  readonly #make: (id: string) => Room;
  /** The most recently opened last. */
  readonly #rooms = new Map<string, Room>();

  constructor(make: (id: string) => Room) {
    this.#make = make;
  }

  find(id: string): Room | undefined {
    return this.#rooms.get(id);
  }

  /** The link was away: what was only told while it stood may have been missed. */
  doubt(): void {
    for (const room of this.#rooms.values()) room.isStale = true;
  }

  open(id: string): Room {
    const room = this.#rooms.get(id) ?? this.#make(id);
    this.#rooms.delete(id);
    this.#rooms.set(id, room);
    const [oldest] = this.#rooms.keys();
    if (this.#rooms.size > KEPT && oldest !== undefined) this.#rooms.delete(oldest);
    return room;
  }
}
