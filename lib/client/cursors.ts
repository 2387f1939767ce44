import type { Clock } from "@/lib/clock.ts";
import type { FactFrame } from "@/lib/protocol/frames.ts";

export interface CursorPorts {
  readonly clock: Clock;
  /** Facts in order of seq, each once. */
  deliver(conversationId: string, facts: readonly FactFrame[]): void;
  /** Facts after `cursor` are missing: ask for them again. */
  fill(conversationId: string, cursor: number): void;
  /** A fact of a conversation that is not known: load it, then call `start`. Called once until then. */
  unknown(conversationId: string): void;
}

interface Stream {
  /** Null until the conversation is loaded; everything is held meanwhile. */
  cursor: number | null;
  /** The head that the server told of, if beyond the cursor. */
  head: number;
  readonly held: Map<number, FactFrame>;
  cancelHold: (() => void) | null;
  fills: number;
}

const HOLD_MS = 300;
/** Waits before a hole is asked for again. */
const REFILL_MS = [2_000, 5_000, 15_000];

/**
 * What I have of each conversation. Makes one ordered stream of what sockets, resumes and acks bring in any order:
 * drops a seq that is not newer, holds what comes early for 300 ms, then asks for the hole.
 */
export class Cursors {
  readonly #streams = new Map<string, Stream>();
  readonly #ports: CursorPorts;

  constructor(ports: CursorPorts) {
    this.#ports = ports;
  }

  /** For `resume`: where I stand in every loaded conversation. */
  all(): ReadonlyMap<string, number> {
    const cursors = new Map<string, number>();
    for (const [id, stream] of this.#streams) {
      if (stream.cursor !== null) cursors.set(id, stream.cursor);
    }
    return cursors;
  }

  /** Whether this conversation was loaded. */
  has(conversationId: string): boolean {
    return (this.#streams.get(conversationId)?.cursor ?? null) !== null;
  }

  /** A conversation was loaded with everything up to `seq`. Never moves a cursor back. */
  start(conversationId: string, seq: number): void {
    const stream = this.#stream(conversationId);
    if (stream.cursor === null || seq > stream.cursor) stream.cursor = seq;
    this.#drain(conversationId, stream);
  }

  drop(conversationId: string): void {
    this.#streams.get(conversationId)?.cancelHold?.();
    this.#streams.delete(conversationId);
  }

  offer(fact: FactFrame): void {
    const id = fact.conversation_id;
    const isNew = !this.#streams.has(id);
    const stream = this.#stream(id);
    if (stream.cursor !== null && fact.seq <= stream.cursor) return;
    stream.held.set(fact.seq, fact);
    if (stream.cursor === null) {
      if (isNew) this.#ports.unknown(id);
      return;
    }
    this.#drain(id, stream);
  }

  /** The server says how far conversations go: what I do not have by then was lost on the way. */
  heads(heads: Readonly<Record<string, number>>): void {
    for (const [id, head] of Object.entries(heads)) {
      const stream = this.#streams.get(id);
      if (!stream) {
        this.#stream(id);
        this.#ports.unknown(id);
      } else if (head > stream.head) {
        stream.head = head;
        this.#drain(id, stream);
      }
    }
  }

  /** Forgets what is held and stops all timers, as when the connection is lost: the next resume brings it. */
  pause(): void {
    for (const stream of this.#streams.values()) {
      stream.cancelHold?.();
      stream.cancelHold = null;
      stream.fills = 0;
      if (stream.cursor !== null) stream.held.clear();
    }
  }

  #stream(id: string): Stream {
    const known = this.#streams.get(id);
    if (known) return known;
    const stream: Stream = { cursor: null, head: 0, held: new Map(), cancelHold: null, fills: 0 };
    this.#streams.set(id, stream);
    return stream;
  }

  #drain(id: string, stream: Stream): void {
    if (stream.cursor === null) return;
    const facts: FactFrame[] = [];
    for (const seq of stream.held.keys()) {
      if (seq <= stream.cursor) stream.held.delete(seq);
    }
    for (let fact = stream.held.get(stream.cursor + 1); fact; fact = stream.held.get(stream.cursor + 1)) {
      stream.held.delete(fact.seq);
      stream.cursor = fact.seq;
      facts.push(fact);
    }
    if (facts.length > 0) stream.fills = 0;
    this.#watchHole(id, stream, facts.length > 0);
    if (facts.length > 0) this.#ports.deliver(id, facts);
  }

  #watchHole(id: string, stream: Stream, moved: boolean): void {
    const hasHole = stream.cursor !== null && (stream.held.size > 0 || stream.head > stream.cursor);
    if (!hasHole || moved) {
      stream.cancelHold?.();
      stream.cancelHold = null;
    }
    if (!hasHole || stream.cancelHold) return;
    const waitMs = stream.fills === 0 ? HOLD_MS : REFILL_MS[Math.min(stream.fills, REFILL_MS.length) - 1] ?? HOLD_MS;
    stream.cancelHold = this.#ports.clock.after(waitMs, () => {
      stream.cancelHold = null;
      if (stream.cursor === null) return;
      stream.fills++;
      this.#ports.fill(id, stream.cursor);
      this.#watchHole(id, stream, false);
    });
  }
}
