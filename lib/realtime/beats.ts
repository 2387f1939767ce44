import type { Broker } from "@/lib/broker/broker.ts";
import type { Clock } from "@/lib/clock.ts";
import { logger } from "@/lib/log.ts";
import { CLOSE } from "@/lib/protocol/close_codes.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import type { Connection } from "./connection.ts";
import type { LiveReaders } from "./ports.ts";
import type { Room } from "./room.ts";
import type { Roster } from "./roster.ts";

export interface BeatsParts {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly limits: Pick<Limits, "headsMs" | "membershipsMs" | "gapHoldMs">;
  readonly readers: LiveReaders;
  readonly roster: Roster;
}

const HEADS_AT_ONCE = 5_000;
const PEOPLE_AT_ONCE = 1_000;

const log = logger("beats");

/** What finds a lost broadcast: heads and rights are read again and again, and at once when the broker returns. */
export class Beats {
  readonly #parts: BeatsParts;
  readonly #stops: (() => void)[];
  readonly #tellings = new Set<() => void>();
  #headsRunning: Promise<void> | null = null;
  #rightsRunning: Promise<void> | null = null;

  constructor(parts: BeatsParts) {
    this.#parts = parts;
    const { clock, limits, broker } = parts;
    this.#stops = [
      clock.every(limits.headsMs, () => void this.readHeads()),
      clock.every(limits.membershipsMs, () => void this.readRights()),
      broker.onReturn(() => {
        void this.readHeads();
        void this.readRights();
      }),
    ];
  }

  close(): void {
    for (const stop of this.#stops) stop();
    for (const cancel of this.#tellings) cancel();
  }

  /** Compares what was handed out with what is stored. */
  readHeads(): Promise<void> {
    this.#headsRunning ??= this.#attempt("heads", () => this.#readHeads()).finally(() => this.#headsRunning = null);
    return this.#headsRunning;
  }

  /** Ends what has lost its right: sessions that do not stand, memberships that are over. */
  readRights(): Promise<void> {
    this.#rightsRunning ??= this.#attempt("rights", () => this.#readRights()).finally(() => this.#rightsRunning = null);
    return this.#rightsRunning;
  }

  async #attempt(what: string, read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      log.warn("Cannot read {what}; the next beat tries again", { what, error });
    }
  }

  async #readHeads(): Promise<void> {
    const { roster, readers } = this.#parts;
    for (const ids of chunks([...roster.rooms.keys()], HEADS_AT_ONCE)) {
      const heads = await readers.heads(ids);
      const changed: Room[] = [];
      for (const [id, head] of heads) {
        const room = roster.rooms.get(id);
        if (!room) continue;
        room.observeHead(head);
        if (room.knownHead > room.toldHead) changed.push(room);
      }
      if (changed.length > 0) this.#tellSoon(changed);
    }
  }

  /** After a moment in which the hub itself fills what is missing, so that clients rarely have to. */
  #tellSoon(rooms: readonly Room[]): void {
    const cancel = this.#parts.clock.after(this.#parts.limits.gapHoldMs * 2, () => {
      this.#tellings.delete(cancel);
      tellHeads(rooms);
    });
    this.#tellings.add(cancel);
  }

  async #readRights(): Promise<void> {
    const { roster, readers } = this.#parts;
    for (const ids of chunks([...roster.people.keys()], PEOPLE_AT_ONCE)) {
      const people = ids.flatMap((id) => roster.people.get(id) ?? []);
      const watches = people.map((person) => person.watchChanges());
      const connections = people.flatMap((person) => [...person.connections]);
      const sessionIds = [...new Set(connections.map(({ actor }) => actor.sessionId))];
      const reading = Promise.all([readers.memberships(ids), readers.stillStanding(sessionIds)]);
      const [memberships, standing] = await reading.finally(() => watches.forEach((end) => end()));
      for (const connection of connections) {
        if (!standing.has(connection.actor.sessionId)) connection.close(CLOSE.signedOut);
      }
      const done = people.map((person, at) =>
        roster.reconcile(person, memberships.get(person.id) ?? [], watches[at]?.() ?? new Map())
      );
      await Promise.all(done);
    }
  }
}

/** One frame for each who follows, with those of their conversations that have moved. */
function tellHeads(rooms: readonly Room[]): void {
  const mine = new Map<Connection, Record<string, number>>();
  for (const room of rooms) {
    room.toldHead = room.knownHead;
    for (const person of room.people) {
      for (const connection of person.ready) {
        if (!connection.isFollowing) continue;
        const heads = mine.get(connection) ?? {};
        heads[room.id] = room.knownHead;
        mine.set(connection, heads);
      }
    }
  }
  for (const [connection, heads] of mine) connection.send({ type: "heads", heads });
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
