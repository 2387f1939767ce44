import type { Actor } from "@/lib/chat/deps.ts";
import type { Close } from "@/lib/protocol/close_codes.ts";
import type { ServerFrame } from "@/lib/protocol/frames.ts";
import { newId } from "@/lib/ids.ts";
import { Bundle } from "./bundle.ts";
import { Outbound, type OutboundLimits, type OutboundState } from "./outbound.ts";
import type { Outlet } from "./outlet.ts";
import type { Replay } from "./replay.ts";

export interface ConnectionParts {
  readonly actor: Actor;
  readonly outlet: Outlet;
  /** Whether the client takes several frames as one array (`freshet.v1`). */
  readonly batching: boolean;
  readonly limits: OutboundLimits;
  /** Asks that what is pushed leaves in this turn of the event loop. */
  readonly onPush: (connection: Connection) => void;
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
  readonly #onPush: (connection: Connection) => void;
  #isOpen = true;

  constructor({ actor, outlet, batching, limits, onPush }: ConnectionParts) {
    this.actor = actor;
    this.#outlet = outlet;
    this.#outbound = new Outbound(outlet, batching, limits);
    this.#onPush = onPush;
  }

  /** False from the first close on, from either side. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Whether typing and presence are to be left out. */
  get isBusy(): boolean {
    return this.#outbound.isBusy;
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
    this.#onPush(this);
  }

  flush(nowMs: number): OutboundState {
    return this.#isOpen ? this.#outbound.flush(nowMs) : "idle";
  }

  /** Nothing that was not handed over leaves after this. */
  close({ code, reason }: Close): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#outbound.clear();
    this.replay = null;
    this.#outlet.close(code, reason);
  }

  /** The other side has gone. */
  end(): void {
    this.#isOpen = false;
    this.#outbound.clear();
    this.replay = null;
  }
}
