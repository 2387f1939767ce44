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

const READING_AT_ONCE = 8;
const CONVERSATIONS_AT_ONCE = 50;
/** Facts that one read may bring: bounds what a resume holds in memory. */
const FACTS_AT_ONCE = 2_000;
const LOOK_AGAIN_MS = 10;
/** So long a reader may take to take what was read; then the place is another's, and the rest is read again later. */
const PLACE_MS = 100;

/** What was read of one conversation, from where on, and until when its reader may take it. */
interface Piece {
  readonly cursor: number;
  readonly after: FactsAfter | undefined;
  readonly untilMs: number;
}

/** How far a conversation was sent. */
interface Sent {
  readonly seq: number;
  /** False: the reader was too slow for the rest. */
  readonly isAll: boolean;
}

const NOTHING_MORE: Sent = { seq: 0, isAll: true };

/**
 * Brings a connection up to date: it is subscribed already, live facts are held back, what is missing is read and sent,
 * then what was held back after it. So nothing is missed between the reading and the living. Only few read at once, for the
 * sake of memory, and none of them waits for a slow reader meanwhile.
 */
export class Resumer {
  readonly #parts: ResumerParts;
  readonly #gate = new Gate(READING_AT_ONCE);

  constructor(parts: ResumerParts) {
    this.#parts = parts;
  }

  async resume(connection: Connection, person: Person, cursors: ReadonlyMap<string, number>): Promise<void> {
    connection.isFollowing = true;
    this.#parts.meter?.recordResume();
    const { resumeFacts, outboundBytes } = this.#parts.limits;
    connection.replay = new Replay(cursors.keys(), resumeFacts, outboundBytes);
    try {
      await this.#run(connection, person, cursors);
    } finally {
      connection.replay = null;
    }
  }

  async #run(connection: Connection, person: Person, cursors: ReadonlyMap<string, number>): Promise<void> {
    const heads = new Map<string, number>();
    for (const { conversationId, lastSeq } of await this.#parts.refresh(person)) heads.set(conversationId, lastSeq);
    for (const behind of this.#plan(connection, cursors, heads)) {
      if (!await this.#send(connection, behind, heads)) return;
    }
    // Someone who was removed meanwhile has been told so, and is not told of the conversation again.
    const mine = [...person.rooms].filter((room) => heads.has(room.id));
    connection.send({ type: "resumed", heads: Object.fromEntries(mine.map(({ id }) => [id, heads.get(id) ?? 0])) });
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
    const { clock, limits, onSlow } = this.#parts;
    let behind = cursors;
    while (behind.size > 0) {
      if (!await this.#isLightBy(connection, clock.now() + limits.slowMs)) {
        if (connection.isOpen) onSlow(connection);
        return false;
      }
      behind = await this.#gate.run(() => this.#sendSome(connection, behind, heads));
    }
    return connection.isOpen;
  }

  /** Reads once, and sends what the reader takes while it has its place. What is still missing. */
  async #sendSome(
    connection: Connection,
    behind: ReadonlyMap<string, number>,
    heads: Map<string, number>,
  ): Promise<ReadonlyMap<string, number>> {
    if (!connection.isOpen) return new Map();
    const rest = new Map(behind);
    const { clock, readers, limits } = this.#parts;
    const found = await readers.facts(behind, limits.resumeFacts, connection.actor.id);
    const untilMs = clock.now() + PLACE_MS;
    for (const [id, cursor] of behind) {
      const { seq, isAll } = await this.#sendOne(connection, id, { cursor, after: found.get(id), untilMs });
      if (!isAll) return rest.set(id, seq);
      heads.set(id, Math.max(heads.get(id) ?? 0, seq));
      if (this.#release(connection, id, seq)) rest.delete(id);
      else rest.set(id, seq);
    }
    return rest;
  }

  async #sendOne(connection: Connection, id: string, { cursor, after, untilMs }: Piece): Promise<Sent> {
    // Removed meanwhile: nothing is held any more, so nothing may be sent.
    if (!after || !connection.replay?.holds(id)) return NOTHING_MORE;
    if (after.tooMany) {
      connection.send({ type: "reload", conversation_id: id, seq: after.head });
      return { seq: after.head, isAll: true };
    }
    let sent = 0;
    for (const bundle of bundlesOf(after.facts.map((fact) => JSON.stringify(fact.frame)))) {
      const isLight = await this.#isLightBy(connection, untilMs);
      if (!connection.replay?.holds(id)) return NOTHING_MORE;
      if (!isLight) return { seq: after.facts[sent - 1]?.seq ?? cursor, isAll: false };
      connection.push(bundle);
      sent += bundle.texts.length;
    }
    return { seq: Math.max(after.head, after.facts.at(-1)?.seq ?? 0), isAll: true };
  }

  /** Waits until what the reader was given is no burden, so that a long history is never piled up. */
  async #isLightBy(connection: Connection, untilMs: number): Promise<boolean> {
    const { clock } = this.#parts;
    while (connection.isOpen && !connection.isLight && clock.now() < untilMs) {
      await new Promise<void>((resolve) => clock.after(LOOK_AGAIN_MS, resolve));
    }
    return connection.isOpen && connection.isLight;
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
