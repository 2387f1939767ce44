import type { Clock } from "@/lib/clock.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import { bundlesOf } from "./bundle.ts";
import type { Connection } from "./connection.ts";
import { Gate } from "./gate.ts";
import type { Person } from "./person.ts";
import type { FactsAfter, LiveMeter, LiveReaders, Membership } from "./ports.ts";
import { Replay } from "./replay.ts";

export interface ResumerParts {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly readers: LiveReaders;
  readonly meter: LiveMeter | undefined;
  /** Reads a person's memberships anew and brings the hub in line, so that all of them are subscribed. */
  readonly refresh: (person: Person) => Promise<readonly Membership[]>;
  readonly onSlow: (connection: Connection) => void;
}

const RESUMES_AT_ONCE = 8;
const CONVERSATIONS_AT_ONCE = 50;
/** Facts that one read may bring: bounds what a resume holds in memory. */
const FACTS_AT_ONCE = 2_000;
const LOOK_AGAIN_MS = 10;

/**
 * Brings a connection up to date: it is subscribed already, live facts are held back, what is missing is read and sent,
 * then what was held back after it. So nothing is missed between the reading and the living.
 */
export class Resumer {
  readonly #parts: ResumerParts;
  readonly #gate = new Gate(RESUMES_AT_ONCE);

  constructor(parts: ResumerParts) {
    this.#parts = parts;
  }

  async resume(connection: Connection, person: Person, cursors: ReadonlyMap<string, number>): Promise<void> {
    connection.isFollowing = true;
    this.#parts.meter?.recordResume();
    const { resumeFacts, outboundBytes } = this.#parts.limits;
    connection.replay = new Replay(cursors.keys(), resumeFacts, outboundBytes);
    await this.#gate.run(() => this.#run(connection, person, cursors));
  }

  async #run(connection: Connection, person: Person, cursors: ReadonlyMap<string, number>): Promise<void> {
    try {
      const heads = new Map<string, number>();
      for (const { conversationId, lastSeq } of await this.#parts.refresh(person)) heads.set(conversationId, lastSeq);
      for (const behind of this.#plan(connection, cursors, heads)) {
        if (!await this.#send(connection, behind, heads)) return;
      }
      // Someone who was removed meanwhile has been told so, and is not told of the conversation again.
      const mine = [...person.rooms].filter((room) => heads.has(room.id));
      connection.send({ type: "resumed", heads: Object.fromEntries(mine.map(({ id }) => [id, heads.get(id) ?? 0])) });
    } finally {
      connection.replay = null;
    }
  }

  /** Lets those go at once that miss nothing, and groups the others so that no read is large. */
  #plan(
    connection: Connection,
    cursors: ReadonlyMap<string, number>,
    heads: Map<string, number>,
  ): Map<string, number>[] {
    const groups: Map<string, number>[] = [];
    let missing = 0;
    for (const [id, cursor] of cursors) {
      const head = heads.get(id);
      if (head === undefined) connection.replay?.drop(id);
      else if (cursor > head) this.#reload(connection, id, head);
      else if (cursor < head || !this.#release(connection, id, cursor)) {
        const last = groups.at(-1);
        missing += head - cursor;
        if (last && missing <= FACTS_AT_ONCE && last.size < CONVERSATIONS_AT_ONCE) last.set(id, cursor);
        else {
          groups.push(new Map([[id, cursor]]));
          missing = head - cursor;
        }
      }
    }
    return groups;
  }

  /** False when the connection has gone or does not read. */
  async #send(
    connection: Connection,
    cursors: ReadonlyMap<string, number>,
    heads: Map<string, number>,
  ): Promise<boolean> {
    const { readers, limits } = this.#parts;
    let behind = new Map(cursors);
    while (behind.size > 0) {
      const found = await readers.facts(behind, limits.resumeFacts, connection.actor.id);
      const again = new Map<string, number>();
      for (const id of behind.keys()) {
        const last = await this.#sendOne(connection, id, found.get(id));
        if (last === null) return false;
        heads.set(id, Math.max(heads.get(id) ?? 0, last));
        if (!this.#release(connection, id, last)) again.set(id, last);
      }
      behind = again;
    }
    return true;
  }

  /** The seq up to which the connection has it now, or null when it has gone. */
  async #sendOne(connection: Connection, id: string, after: FactsAfter | undefined): Promise<number | null> {
    // Removed meanwhile: nothing is held any more, so nothing may be sent.
    if (!after || !connection.replay?.holds(id)) return connection.isOpen ? 0 : null;
    if (after.tooMany) {
      connection.send({ type: "reload", conversation_id: id, seq: after.head });
      return after.head;
    }
    for (const bundle of bundlesOf(after.facts.map((fact) => JSON.stringify(fact.frame)))) {
      if (!await this.#untilLight(connection)) return null;
      if (!connection.replay?.holds(id)) return 0;
      connection.push(bundle);
    }
    return Math.max(after.head, after.facts.at(-1)?.seq ?? 0);
  }

  /** Waits for the reader, so that a long history is never piled up. */
  async #untilLight(connection: Connection): Promise<boolean> {
    const { clock, limits } = this.#parts;
    const endsAtMs = clock.now() + limits.slowMs;
    while (connection.isOpen && !connection.isLight) {
      if (clock.now() > endsAtMs) {
        this.#parts.onSlow(connection);
        return false;
      }
      await new Promise<void>((resolve) => clock.after(LOOK_AGAIN_MS, resolve));
    }
    return connection.isOpen;
  }

  /** A cursor beyond the head: numbers were lost with a store that was put back to an earlier day. */
  #reload(connection: Connection, id: string, head: number): void {
    connection.send({ type: "reload", conversation_id: id, seq: head });
    this.#release(connection, id, head);
  }

  /** False when too much was held back to be kept: what is after `seq` has to be read again. */
  #release(connection: Connection, id: string, seq: number): boolean {
    const held = connection.replay ? connection.replay.release(id, seq) : [];
    if (held === null) return false;
    for (const bundle of bundlesOf(held)) connection.push(bundle);
    return true;
  }
}
