import type { Broker } from "@/lib/broker/broker.ts";
import type { Clock } from "@/lib/clock.ts";
import { newId } from "@/lib/ids.ts";
import { logger } from "@/lib/log.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import type { Presence } from "@/lib/protocol/messages.ts";
import type { Claim } from "./presence_entry.ts";

/** `null`: the person has gone from that instance. */
export type ClaimChange = readonly [userId: string, claim: Claim | null];

export interface PresenceLinkParts {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly limits: Pick<Limits, "presenceLeaseMs" | "presenceGraceMs">;
  /** All claims of this instance. */
  readonly claims: () => readonly ClaimChange[];
  readonly onChanges: (instance: string, changes: readonly ClaimChange[]) => void;
  /** Everything that an instance claims; what it does not name it claims no more. */
  readonly onSnapshot: (instance: string, claims: readonly ClaimChange[]) => void;
  /** The instance has gone, cleanly or not. `isOurs`: of those left, it is this one that tells. */
  readonly onGone: (instance: string, isOurs: boolean) => void;
}

type Said =
  | { readonly kind: "hello" }
  | { readonly kind: "changes" | "snapshot"; readonly claims: readonly (readonly [string, Presence | null, number])[] }
  | { readonly kind: "bye" };

const log = logger("presence");

/** How instances tell each other who is with them: changes at once, everything once a third of a lease. */
export class PresenceLink {
  readonly #parts: PresenceLinkParts;
  readonly #id = newId();
  readonly #others = new Map<string, number>();
  readonly #leaving = new Map<string, () => void>();
  readonly #stops: (() => void)[];
  readonly #stopHearing: Promise<() => void>;

  constructor(parts: PresenceLinkParts) {
    this.#parts = parts;
    const { broker, clock, limits } = parts;
    this.#stopHearing = broker.subscribe("all", (payload) => this.#heard(payload)).catch(() => () => {});
    this.#stops = [
      clock.every(limits.presenceLeaseMs / 3, () => this.#beat()),
      broker.onReturn(() => this.#beat()),
    ];
    void this.#stopHearing.then(() => this.#say({ kind: "hello" }));
  }

  /** Whether there are other instances, as far as is known. */
  get hasOthers(): boolean {
    return this.#others.size > 0;
  }

  publish(changes: readonly ClaimChange[]): void {
    if (changes.length > 0) this.#say({ kind: "changes", claims: changes.map(toSaid) });
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    for (const cancel of this.#leaving.values()) cancel();
    this.#say({ kind: "bye" });
    (await this.#stopHearing)();
  }

  #beat(): void {
    const oldest = this.#parts.clock.now() - this.#parts.limits.presenceLeaseMs;
    for (const [instance, heardAtMs] of this.#others) if (heardAtMs < oldest) this.#lose(instance);
    // Alone, so far as is known: only asks whether there is somebody.
    if (this.#others.size === 0) this.#say({ kind: "hello" });
    else this.#saySnapshot();
  }

  #saySnapshot(): void {
    this.#say({ kind: "snapshot", claims: this.#parts.claims().map(toSaid) });
  }

  #say(said: Said): void {
    this.#parts.broker.publish("all", `${this.#id} presence\n${JSON.stringify(said)}`);
  }

  #heard(payload: string): void {
    if (payload.startsWith(this.#id)) return;
    const line = payload.indexOf("\n");
    const [instance = "", kind] = payload.slice(0, line).split(" ");
    if (kind !== "presence") return;
    try {
      this.#take(instance, JSON.parse(payload.slice(line + 1)));
    } catch (error) {
      log.warn("Cannot read what another instance says of presence", { error });
    }
  }

  #take(instance: string, said: Said): void {
    if (said.kind === "bye") return this.#leave(instance);
    const isNew = !this.#others.has(instance);
    this.#others.set(instance, this.#parts.clock.now());
    if (said.kind === "changes") this.#parts.onChanges(instance, said.claims.map(fromSaid));
    if (said.kind === "snapshot") this.#parts.onSnapshot(instance, said.claims.map(fromSaid));
    if (isNew || said.kind === "hello") this.#saySnapshot();
  }

  /** People of an instance that drains are about to come back elsewhere. */
  #leave(instance: string): void {
    if (!this.#others.has(instance) || this.#leaving.has(instance)) return;
    this.#leaving.set(
      instance,
      this.#parts.clock.after(this.#parts.limits.presenceGraceMs, () => this.#lose(instance)),
    );
  }

  #lose(instance: string): void {
    this.#leaving.get(instance)?.();
    this.#leaving.delete(instance);
    if (!this.#others.delete(instance)) return;
    const isOurs = [...this.#others.keys()].every((other) => this.#id < other);
    this.#parts.onGone(instance, isOurs);
  }
}

const toSaid = ([userId, claim]: ClaimChange) => [userId, claim?.status ?? null, claim?.connections ?? 0] as const;

const fromSaid = ([userId, status, connections]: readonly [string, Presence | null, number]): ClaimChange => [
  userId,
  status === null ? null : { status, connections },
];
