import type { Clock } from "@/lib/clock.ts";
import type { Connection } from "./connection.ts";
import type { OutboundState } from "./outbound.ts";
import { Rest } from "./rest.ts";
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

/** Longest time between two turns. */
const MOST_LINGER_MS = 30;
/** The next turn is this many times as far away as the last one took, so that sending takes a third of the time at most. */
const LINGER_SHARE = 2;
/** A turn takes no more rooms after so many frames: commits and readers wait for one room's sending, not for everybody's. */
const TURN_FRAMES = 50;
/** What is due within this time is taken along. */
const SLACK_MS = 0.5;
/** Readers who are behind are asked this often whether they take more. */
const RETRY_MS = 20;

/**
 * Sends in turns of the event loop: a frame costs, not a message. When nothing is going on, a message leaves at once; when
 * much is going on, each room gathers for a while after its turn, and what is told to single connections does so too.
 */
export class Turns {
  readonly #parts: TurnsParts;
  readonly #rest = new Rest();
  #rooms: Room[] = [];
  #connections: Connection[] = [];
  #waiting = new Set<Connection>();
  /** No turn before this. */
  #nextAtMs = -Infinity;
  /** When single connections last had their turn. */
  #toldAtMs = -Infinity;
  #wakesAtMs = Infinity;
  #cancelWake: (() => void) | null = null;
  #cancelRetry: (() => void) | null = null;

  constructor(parts: TurnsParts) {
    this.#parts = parts;
  }

  /** The room has something to distribute. */
  addRoom(room: Room): void {
    this.#rooms.push(room);
    this.#wakeAt(this.#rest.endsAtMs(room));
  }

  /** The connection has something to hand over, and is not waiting for its turn yet. */
  addConnection(connection: Connection): void {
    if (this.#connections.push(connection) === 1) this.#wakeAt(this.#connectionsDueAtMs);
  }

  /** Sends everything that waits, now. */
  run(): void {
    this.#turn(Infinity, Infinity);
  }

  get #connectionsDueAtMs(): number {
    return this.#toldAtMs + this.#rest.ms;
  }

  #wakeAt(dueMs: number): void {
    const atMs = Math.max(dueMs, this.#nextAtMs);
    if (atMs >= this.#wakesAtMs) return;
    this.#cancelWake?.();
    this.#cancelWake = null;
    const waitMs = atMs - this.#parts.workClock();
    const wake = () => this.#turn(this.#parts.workClock() + SLACK_MS, TURN_FRAMES);
    if (waitMs >= 1) this.#cancelWake = this.#parts.clock.after(waitMs, wake);
    else this.#parts.nextTurn(wake);
    // Nothing comes before the next turn of the event loop, which cannot be taken back either.
    this.#wakesAtMs = waitMs >= 1 ? atMs : -Infinity;
  }

  /** Sends for those whose rest is over by `dueMs`. */
  #turn(dueMs: number, mostFrames: number): void {
    this.#cancelWake?.();
    this.#cancelWake = null;
    // Whoever comes while sending goes on is seen to at the end.
    this.#wakesAtMs = -Infinity;
    const startMs = this.#parts.workClock();
    const frames = this.#sendRooms(startMs, dueMs, mostFrames) + this.#sendConnections(startMs, dueMs);
    const endMs = this.#parts.workClock();
    this.#rest.measured(frames, endMs - startMs);
    this.#nextAtMs = endMs + Math.min(MOST_LINGER_MS, (endMs - startMs) * LINGER_SHARE);
    this.#wakesAtMs = Infinity;
    this.#wakeForTheRest();
  }

  #sendRooms(nowMs: number, dueMs: number, mostFrames: number): number {
    const rooms = this.#rooms;
    this.#rooms = [];
    const touched: Connection[] = [];
    for (const room of rooms) {
      if (touched.length < mostFrames && this.#rest.endsAtMs(room) <= dueMs) {
        this.#rest.begins(room, nowMs);
        this.#distribute(room, touched);
      } else {
        this.#rooms.push(room);
      }
    }
    for (const connection of touched) this.#flush(connection);
    return touched.length;
  }

  #sendConnections(nowMs: number, dueMs: number): number {
    if (this.#connections.length === 0 || this.#connectionsDueAtMs > dueMs) return 0;
    const connections = this.#connections;
    // What is pushed from here on is for the next turn.
    this.#connections = [];
    this.#toldAtMs = nowMs;
    for (const connection of connections) this.#flush(connection);
    return connections.length;
  }

  #wakeForTheRest(): void {
    let dueMs = this.#connections.length > 0 ? this.#connectionsDueAtMs : Infinity;
    for (const room of this.#rooms) dueMs = Math.min(dueMs, this.#rest.endsAtMs(room));
    if (dueMs < Infinity) this.#wakeAt(dueMs);
  }

  /** It is closed: its turn will find nothing. */
  forget(connection: Connection): void {
    this.#waiting.delete(connection);
  }

  #distribute(room: Room, touched: Connection[]): void {
    try {
      room.distribute(touched);
    } catch (error) {
      reportError(error);
    }
  }

  #flush(connection: Connection): void {
    if (this.#handOver(connection) !== "waiting") {
      this.#waiting.delete(connection);
      return;
    }
    this.#waiting.add(connection);
    this.#cancelRetry ??= this.#parts.clock.after(RETRY_MS, () => this.#retry());
  }

  /** Whatever is wrong with one connection, the others of this turn get theirs, and there is a next turn. */
  #handOver(connection: Connection): OutboundState {
    try {
      const state = connection.flush(this.#parts.clock.now());
      if (state === "slow") this.#parts.onSlow(connection);
      return state;
    } catch (error) {
      this.#broke(connection, error);
      return "idle";
    }
  }

  #broke(connection: Connection, error: unknown): void {
    try {
      this.#parts.onBroken(connection, error);
    } catch (mistake) {
      reportError(mistake);
    }
  }

  #retry(): void {
    this.#cancelRetry = null;
    for (const connection of [...this.#waiting]) this.#flush(connection);
  }

  close(): void {
    this.#cancelWake?.();
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#waiting.clear();
  }
}
