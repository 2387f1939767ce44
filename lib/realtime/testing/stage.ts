import type { Broker } from "@/lib/broker/broker.ts";
import type { Fact } from "@/lib/chat/ports.ts";
import type { Clock } from "@/lib/clock.ts";
import { LIMITS, type Limits } from "@/lib/protocol/limits.ts";
import { Connection } from "../connection.ts";
import { Hub } from "../hub.ts";
import type { Person } from "../person.ts";
import { PresenceRegistry } from "../presence.ts";
import { FakeOutlet } from "./fake_outlet.ts";
import type { FakeStore } from "./fake_store.ts";

export interface StageParts {
  readonly clock: Clock;
  readonly store: FakeStore;
  readonly broker: Broker;
  readonly limits?: Partial<Limits>;
}

/** Somebody connected to a hub, by an outlet that the test holds. */
export interface Seat {
  readonly connection: Connection;
  readonly person: Person;
  readonly outlet: FakeOutlet;
}

/** One instance: a hub and its presence registry over storage and broker that may be shared with others. */
export class Stage implements AsyncDisposable {
  readonly hub: Hub;
  readonly presence: PresenceRegistry;
  readonly limits: Limits;
  #turn: (() => void)[] = [];

  constructor({ clock, store, broker, limits = {} }: StageParts) {
    this.limits = { ...LIMITS, ...limits };
    this.presence = new PresenceRegistry({ broker, clock, limits: this.limits, store });
    this.hub = new Hub({
      broker,
      clock,
      limits: this.limits,
      readers: store,
      presence: this.presence,
      nextTurn: (call) => void this.#turn.push(call),
      workClock: () => 0,
    });
  }

  async connect(userId: string, options: { batching?: boolean; sessionId?: string } = {}): Promise<Seat> {
    const seat = this.begin(userId, options);
    await this.hub.welcome(seat.connection, seat.person);
    await this.turn();
    return seat;
  }

  /** Connected and not yet welcomed. */
  begin(userId: string, { batching = true, sessionId = `s-${userId}` } = {}): Seat {
    const outlet = new FakeOutlet();
    const actor = { id: userId, username: userId, displayName: userId, isAdmin: false, sessionId };
    const connection = new Connection({ actor, outlet, batching, limits: this.limits, host: this.hub });
    return { connection, outlet, person: this.hub.enter(connection) };
  }

  /** What the writer does after a commit. */
  commit(conversationId: string, facts: readonly Fact[], change: { joined?: string[]; left?: string[] } = {}): void {
    this.hub.facts({ conversationId, kind: "group", facts, ...change });
  }

  /** Lets promises settle and turns of the event loop pass, until nothing more is to be sent. */
  async turn(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet++) {
      await settle();
      const turn = this.#turn;
      this.#turn = [];
      if (turn.length > 0) quiet = 0;
      for (const call of turn) call();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.hub.close();
    await this.presence.close();
  }
}

/** Lets everything that needs no time happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
