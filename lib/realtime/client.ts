import type { Actor, ChatDeps } from "@/lib/chat/deps.ts";
import { logger } from "@/lib/log.ts";
import { CLOSE } from "@/lib/protocol/close_codes.ts";
import { Connection } from "./connection.ts";
import type { Hub } from "./hub.ts";
import { Inbound } from "./inbound.ts";
import type { Outlet } from "./outlet.ts";
import type { Person } from "./person.ts";
import type { LiveMeter } from "./ports.ts";
import type { Verbs } from "./verbs.ts";

export interface ClientParts {
  readonly deps: ChatDeps;
  readonly hub: Hub;
  readonly verbs: Verbs;
  readonly meter: LiveMeter | undefined;
  readonly actor: Actor;
  readonly outlet: Outlet;
  readonly batching: boolean;
}

const log = logger("socket");

/** Both directions of one connection, from its opening to its end, whatever carries it. Nothing here throws at its carrier. */
export class Client {
  readonly connection: Connection;
  /** Resolves once it is welcomed, or has failed and is closed. */
  readonly settled: Promise<void>;
  readonly #hub: Hub;
  readonly #person: Person;
  readonly #inbound: Inbound;

  constructor({ actor, outlet, batching, ...scene }: ClientParts) {
    const { hub, deps } = scene;
    this.#hub = hub;
    this.connection = new Connection({ actor, outlet, batching, limits: deps.limits, host: hub });
    this.#person = hub.enter(this.connection);
    const ready = hub.welcome(this.connection, this.#person);
    this.settled = ready.catch((error) => {
      log.warn("Cannot welcome a connection", { connection: this.connection.id, error });
      this.connection.close(CLOSE.unavailable);
    });
    this.#inbound = new Inbound({ ...scene, connection: this.connection, person: this.#person, ready });
  }

  /** Tells who is here. */
  async greet(): Promise<void> {
    await this.settled;
    await this.#hub.greet(this.connection);
  }

  /** What a `resume` frame asks for, for carriers that bring cursors another way. Ends the connection if it fails. */
  async resume(cursors: ReadonlyMap<string, number>): Promise<void> {
    try {
      await this.settled;
      await this.#hub.resume(this.connection, this.#person, cursors);
    } catch (error) {
      log.warn("Cannot resume a connection", { connection: this.connection.id, error });
      this.connection.close(CLOSE.unavailable);
    }
  }

  /** One frame as it came. */
  receive(data: unknown): void {
    try {
      this.#inbound.receive(data);
    } catch (error) {
      log.error("A connection failed", { connection: this.connection.id, error });
      this.connection.close(CLOSE.internal);
    }
  }

  /** The carrier has ended. May be called more than once. */
  end(): void {
    this.#hub.disconnect(this.connection);
  }
}
