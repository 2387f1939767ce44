import type { Clock } from "@/lib/clock.ts";
import { newId } from "@/lib/ids.ts";
import { logger } from "@/lib/log.ts";
import type { Broker } from "./broker.ts";

/** What an instance says of itself. */
export interface InstanceReport {
  /** Its machine and port. */
  readonly name: string;
  /** Which build it runs. */
  readonly version: string;
  readonly startedAtMs: number;
  readonly connections: number;
  readonly people: number;
  readonly messagesPerMinute: number;
}

export interface Instance extends InstanceReport {
  readonly id: string;
  readonly isSelf: boolean;
}

export interface InstancesParts {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly report: () => InstanceReport;
}

/** `hello` asks for the others' reports. */
interface Said {
  readonly kind: "hello" | "report" | "bye";
  readonly report: InstanceReport;
}

const TOPIC = "instances";
const BEAT_MS = 10_000;
/** One that has said nothing for so long is gone. */
const LEASE_MS = 30_000;

const log = logger("instances");

/** The instances that stand behind one address, as each tells the others every ten seconds over the broker. */
export class Instances {
  readonly #parts: InstancesParts;
  readonly #id = newId();
  readonly #others = new Map<string, InstanceReport & { readonly heardAtMs: number }>();
  readonly #stops: (() => void)[];
  readonly #stopHearing: Promise<() => void>;

  constructor(parts: InstancesParts) {
    this.#parts = parts;
    const { broker, clock } = parts;
    this.#stopHearing = broker.subscribe(TOPIC, (payload) => this.#heard(payload)).catch(() => () => {});
    this.#stops = [clock.every(BEAT_MS, () => this.#say("report")), broker.onReturn(() => this.#say("hello"))];
    void this.#stopHearing.then(() => this.#say("hello"));
  }

  /** This one first, the others by name. */
  list(): Instance[] {
    const { clock, report } = this.#parts;
    for (const [id, { heardAtMs }] of this.#others) {
      if (clock.now() - heardAtMs > LEASE_MS) this.#others.delete(id);
    }
    const others = [...this.#others].map(([id, { heardAtMs: _, ...said }]) => ({ ...said, id, isSelf: false }));
    return [{ ...report(), id: this.#id, isSelf: true }, ...others.sort((a, b) => a.name < b.name ? -1 : 1)];
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    this.#say("bye");
    (await this.#stopHearing)();
  }

  #say(kind: Said["kind"]): void {
    const said: Said = { kind, report: this.#parts.report() };
    this.#parts.broker.publish(TOPIC, `${this.#id}\n${JSON.stringify(said)}`);
  }

  #heard(payload: string): void {
    const line = payload.indexOf("\n");
    const id = payload.slice(0, line);
    if (id === this.#id) return;
    try {
      const said = JSON.parse(payload.slice(line + 1)) as Said;
      if (said.kind === "bye") return void this.#others.delete(id);
      this.#others.set(id, { ...said.report, heardAtMs: this.#parts.clock.now() });
      if (said.kind === "hello") this.#say("report");
    } catch (error) {
      log.warn("Cannot read what another instance says of itself", { error });
    }
  }
}
