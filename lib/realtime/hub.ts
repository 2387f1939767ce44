import type { Broker } from "@/lib/broker/broker.ts";
import type { Announcer, CommittedFacts, ControlEvent } from "@/lib/chat/ports.ts";
import type { Clock } from "@/lib/clock.ts";
import type { StateFrame } from "@/lib/protocol/frames.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import type { LiveMeter, LiveReaders } from "./ports.ts";
import type { PresenceRegistry } from "./presence.ts";

export interface HubParts {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly readers: LiveReaders;
  readonly presence: PresenceRegistry;
  readonly meter?: LiveMeter;
  /** Calls back in the next turn of the event loop; tests pass their own. */
  readonly nextTurn?: (call: () => void) => void;
}

export interface HubCounts {
  readonly connections: number;
  readonly people: number;
  readonly conversations: number;
}

/** The ordering point between what is committed and the connections of this instance. */
export class Hub implements Announcer {
  #isDraining = false;

  constructor(_parts: HubParts) {}

  facts(_facts: CommittedFacts): void {}
  conversationState(_conversationId: string, _frame: StateFrame, _exceptUserId?: string): void {}
  userState(_userId: string, _frame: StateFrame): void {}
  control(_event: ControlEvent): void {}

  counts(): HubCounts {
    return { connections: 0, people: 0, conversations: 0 };
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Refuses new connections, tells and closes those that are, and resolves when they have gone or `drainMs` is over. */
  drain(): Promise<void> {
    this.#isDraining = true;
    return Promise.resolve();
  }

  /** Drops what is left and stops every timer. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
