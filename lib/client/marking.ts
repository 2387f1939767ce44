import type { Clock } from "@/lib/clock.ts";

export type MarkKind = "read" | "delivered";

const GATHER_MS = 400;
/** Marks sent at once, well below the server's limit of frames. */
const AT_ONCE = 3;

/** Tells the server how far I have got: gathered, rising only, and no `delivered` where `read` says as much. */
export class Marking {
  readonly #clock: Clock;
  readonly #send: (kind: MarkKind, conversationId: string, seq: number) => boolean;
  readonly #wanted = { read: new Map<string, number>(), delivered: new Map<string, number>() };
  readonly #told = { read: new Map<string, number>(), delivered: new Map<string, number>() };
  #cancel: (() => void) | null = null;

  /** `send` answers false when there is no way to the server now. */
  constructor(clock: Clock, send: (kind: MarkKind, conversationId: string, seq: number) => boolean) {
    this.#clock = clock;
    this.#send = send;
  }

  mark(kind: MarkKind, conversationId: string, seq: number): void {
    if (seq <= Math.max(at(this.#told[kind], conversationId), at(this.#wanted[kind], conversationId))) return;
    this.#wanted[kind].set(conversationId, seq);
    this.#schedule();
  }

  /** The link stands again: what could not be told is told now. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    const left = this.#flush("read", AT_ONCE);
    if (left !== null) this.#flush("delivered", left);
    if (this.#wanted.read.size + this.#wanted.delivered.size > 0 && left !== null) this.#schedule();
  }

  /** Answers how many more may be sent, or null when there is no way. */
  #flush(kind: MarkKind, allowed: number): number | null {
    let left = allowed;
    for (const [conversationId, seq] of this.#wanted[kind]) {
      const isKnown = seq <= at(this.#told[kind], conversationId);
      if (!isKnown && left === 0) break;
      if (!isKnown && !this.#send(kind, conversationId, seq)) return null;
      if (!isKnown) left--;
      this.#wanted[kind].delete(conversationId);
      for (const implied of kind === "read" ? [this.#told.read, this.#told.delivered] : [this.#told.delivered]) {
        implied.set(conversationId, Math.max(seq, at(implied, conversationId)));
      }
    }
    return left;
  }

  #schedule(): void {
    this.#cancel ??= this.#clock.after(GATHER_MS, () => this.flush());
  }
}

const at = (marks: ReadonlyMap<string, number>, conversationId: string): number => marks.get(conversationId) ?? 0;
