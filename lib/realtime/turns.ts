import type { Clock } from "@/lib/clock.ts";
import type { Connection } from "./connection.ts";
import type { OutboundState } from "./outbound.ts";
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

/** Longest time that frames are gathered. */
const MOST_LINGER_MS = 30;
/** Gathering lasts this many times as long as the last turn's sending took, so that sending takes a third of the time at most. */
const LINGER_SHARE = 2;
/** Readers who are behind are asked this often whether they take more. */
const RETRY_MS = 20;

/**
 * Sends once per turn of the event loop: a frame costs, not a message. When nothing is going on, the first message leaves
 * at once; when sending takes long because much is going on, frames are gathered for a while first.
 */
export class Turns {
  readonly #parts: TurnsParts;
  #rooms: Room[] = [];
  #connections: Connection[] = [];
  #waiting = new Set<Connection>();
  #isScheduled = false;
  #cancelRetry: (() => void) | null = null;
  #cancelLinger: (() => void) | null = null;
  #lastEndMs = 0;
  #lingerMs = 0;

  constructor(parts: TurnsParts) {
    this.#parts = parts;
  }

  /** The room has something to distribute. */
  addRoom(room: Room): void {
    this.#rooms.push(room);
    this.#schedule();
  }

  /** The connection has something to hand over, and is not waiting for its turn yet. */
  addConnection(connection: Connection): void {
    this.#connections.push(connection);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    const waitMs = this.#lastEndMs + this.#lingerMs - this.#parts.workClock();
    if (waitMs < 1) this.#parts.nextTurn(() => this.run());
    else this.#cancelLinger = this.#parts.clock.after(waitMs, () => this.run());
  }

  /** Sends everything that waits, now. */
  run(): void {
    const start = this.#parts.workClock();
    const rooms = this.#rooms;
    this.#rooms = [];
    for (const room of rooms) room.distribute();
    const connections = this.#connections;
    this.#connections = [];
    // What is pushed from here on is for the next turn.
    this.#isScheduled = false;
    for (const connection of connections) this.#flush(connection);
    this.#lastEndMs = this.#parts.workClock();
    this.#lingerMs = Math.min(MOST_LINGER_MS, (this.#lastEndMs - start) * LINGER_SHARE);
  }

  /** It is closed: its turn will find nothing. */
  forget(connection: Connection): void {
    this.#waiting.delete(connection);
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

  close(): void {
    this.#cancelLinger?.();
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#waiting.clear();
  }
}
