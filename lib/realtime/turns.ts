import type { Clock } from "@/lib/clock.ts";
import type { Connection } from "./connection.ts";
import type { OutboundState } from "./outbound.ts";
import { RestTime } from "./rest_time.ts";
import type { Room } from "./room.ts";

export interface TurnsParts {
  readonly clock: Clock;
  /** Calls back in the next turn of the event loop, when everything that is ready now has been handled. */
  readonly nextTurn: (call: () => void) => void;
  /** A precise clock for measuring work, in milliseconds. */
  readonly workClock: () => number;
  /** A connection that will not catch up. */
  readonly onSlow: (connection: Connection) => void;
  /** A connection whose outlet threw. */
  readonly onBroken: (connection: Connection, error: unknown) => void;
}

/** Readers who are behind are asked this often whether they take more. */
const RETRY_MS = 20;
/** What rests no longer than this is served now. */
const SOON_MS = 1;

/**
 * Sends once per turn of the event loop: a frame costs, not a message. When nothing is going on, the first message leaves
 * at once; while much is sent, a room whose frames hold little rests after each, so that the next one holds more.
 */
export class Turns {
  readonly #parts: TurnsParts;
  readonly #restTime = new RestTime();
  #rooms: Room[] = [];
  #connections = new Set<Connection>();
  /** While a run distributes: the connections that it will serve. */
  #serving: Set<Connection> | null = null;
  #waiting = new Set<Connection>();
  #isScheduled = false;
  #wakeAtMs = Infinity;
  #cancelWake: (() => void) | null = null;
  #cancelRetry: (() => void) | null = null;

  constructor(parts: TurnsParts) {
    this.#parts = parts;
  }

  /** The room has something to distribute. */
  addRoom(room: Room): void {
    this.#rooms.push(room);
    this.#schedule(room.restsUntilMs);
  }

  /** The connection has something to hand over. */
  addConnection(connection: Connection): void {
    if (this.#serving) this.#serving.add(connection);
    else if (!this.#connections.has(connection)) {
      this.#connections.add(connection);
      this.#schedule(connection.restsUntilMs);
    }
  }

  /** Sends everything that waits, now. */
  run(): void {
    this.#run(Infinity);
  }

  forget(connection: Connection): void {
    this.#connections.delete(connection);
    this.#waiting.delete(connection);
  }

  close(): void {
    this.#cancelWake?.();
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#waiting.clear();
  }

  #schedule(atMs: number): void {
    const waitMs = atMs - this.#parts.workClock();
    if (waitMs < SOON_MS) {
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      this.#parts.nextTurn(() => {
        this.#isScheduled = false;
        this.#runDue();
      });
    } else if (atMs < this.#wakeAtMs) {
      this.#cancelWake?.();
      this.#wakeAtMs = atMs;
      this.#cancelWake = this.#parts.clock.after(waitMs, () => {
        this.#wakeAtMs = Infinity;
        this.#cancelWake = null;
        this.#runDue();
      });
    }
  }

  #runDue(): void {
    this.#run(this.#parts.workClock() + SOON_MS);
    const atMs = [...this.#rooms, ...this.#connections].reduce((at, one) => Math.min(at, one.restsUntilMs), Infinity);
    if (atMs < Infinity) this.#schedule(atMs);
  }

  /** Serves what rests no longer than until then. */
  #run(untilMs: number): void {
    const startMs = this.#parts.workClock();
    const rooms = this.#rooms.filter((room) => room.restsUntilMs <= untilMs);
    this.#rooms = this.#rooms.filter((room) => room.restsUntilMs > untilMs);
    const connections = new Set([...this.#connections].filter((connection) => connection.restsUntilMs <= untilMs));
    this.#serving = connections;
    const counts = rooms.map((room) => room.distribute());
    // What is pushed from here on is for a later turn.
    this.#serving = null;
    for (const connection of connections) {
      this.#connections.delete(connection);
      this.#flush(connection);
    }
    const endMs = this.#parts.workClock();
    this.#restTime.spend(startMs, endMs);
    rooms.forEach((room, at) => room.restsUntilMs = endMs + this.#restTime.after(counts[at] ?? 0));
    const restsUntilMs = endMs + this.#restTime.after(counts.reduce((most, count) => Math.max(most, count), 0));
    for (const connection of connections) connection.restsUntilMs = restsUntilMs;
  }

  #flush(connection: Connection): void {
    switch (this.#handOver(connection)) {
      case "idle":
        this.#waiting.delete(connection);
        break;
      case "waiting":
        this.#waiting.add(connection);
        this.#cancelRetry ??= this.#parts.clock.after(RETRY_MS, () => this.#retry());
        break;
      case "slow":
        this.#waiting.delete(connection);
        this.#parts.onSlow(connection);
    }
  }

  #handOver(connection: Connection): OutboundState {
    try {
      return connection.flush(this.#parts.clock.now());
    } catch (error) {
      this.#parts.onBroken(connection, error);
      return "idle";
    }
  }

  #retry(): void {
    this.#cancelRetry = null;
    for (const connection of [...this.#waiting]) this.#flush(connection);
  }
}
