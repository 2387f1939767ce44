import type { Actor } from "@/lib/chat/deps.ts";
import type { Close } from "@/lib/protocol/close_codes.ts";
import type { ServerFrame } from "@/lib/protocol/frames.ts";
import { newId } from "@/lib/ids.ts";
import { Bundle } from "./bundle.ts";
import { Outbound, type OutboundLimits, type OutboundState } from "./outbound.ts";
import type { Outlet } from "./outlet.ts";
import type { Replay } from "./replay.ts";

/** What a connection asks of the hub. */
export interface ConnectionHost {
  /** Something waits: let it leave in this turn of the event loop. Said once until the next flush. */
  onPush(connection: Connection): void;
  /** Closed by us; the other side may take a while to notice. */
  onClose(connection: Connection, close: Close): void;
}

export interface ConnectionParts {
  readonly actor: Actor;
  readonly outlet: Outlet;
  /** Whether the client takes several frames as one array (`freshet.v1`). */
  readonly batching: boolean;
  readonly limits: OutboundLimits;
  readonly host: ConnectionHost;
}

/** One socket, event stream or long poll of one signed-in person. */
export class Connection {
  readonly id = newId();
  readonly actor: Actor;
  /** Facts of conversations that are being replayed wait here, so that history comes first. */
  replay: Replay | null = null;
  /** The client keeps cursors: it has sent a resume. */
  isFollowing = false;
  readonly #outlet: Outlet;
  readonly #outbound: Outbound;
  readonly #host: ConnectionHost;
  #isOpen = true;
  /** Its host knows that something waits. */
  #isQueued = false;
  /** Somebody else does, and flushes it. */
  #isHeld = false;

  constructor({ actor, outlet, batching, limits, host }: ConnectionParts) {
    this.actor = actor;
    this.#outlet = outlet;
    this.#outbound = new Outbound(outlet, batching, limits);
    this.#host = host;
  }

  /** False from the first close on, from either side. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Whether typing and presence are to be left out: also when the outlet cannot say, which then breaks at its flush. */
  get isBusy(): boolean {
    try {
      return this.#outbound.isBusy;
    } catch {
      return true;
    }
  }

  /** Whether what was pushed and not taken yet is no burden. */
  get isLight(): boolean {
    return this.#outbound.isLight;
  }

  send(frame: ServerFrame): void {
    this.push(new Bundle([JSON.stringify(frame)]));
  }

  push(bundle: Bundle): void {
    if (!this.#isOpen) return;
    this.#outbound.push(bundle);
    this.askForTurn();
  }

  /** As `push`, for a caller who sees to the flush: true if it is the first since the last flush. */
  hold(bundle: Bundle): boolean {
    if (!this.#isOpen) return false;
    this.#outbound.push(bundle);
    const isFirst = !this.#isHeld;
    this.#isHeld = true;
    return isFirst;
  }

  /** The host is to flush it, whoever meant to do so before. */
  askForTurn(): void {
    this.#isHeld = false;
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.#host.onPush(this);
  }

  flush(nowMs: number): OutboundState {
    this.#isQueued = false;
    this.#isHeld = false;
    return this.#isOpen ? this.#outbound.flush(nowMs) : "idle";
  }

  /** Nothing that was not handed over leaves after this. */
  close(close: Close): void {
    if (!this.#isOpen) return;
    this.end();
    try {
      this.#outlet.close(close.code, close.reason);
    } catch (error) {
      // Whoever closes many is to go on with the next.
      reportError(error);
    }
    this.#host.onClose(this, close);
  }

  /** The other side has gone. */
  end(): void {
    this.#isOpen = false;
    this.#outbound.clear();
    this.replay = null;
  }
}
