import { signal } from "@preact/signals";
import type { MessageStatus } from "@/lib/protocol/messages.ts";

interface Marks {
  read: number;
  delivered: number;
}

/** How far each member of one conversation has got. Marks only ever rise. */
export class Receipts {
  readonly version = signal(0);
  readonly #me: string;
  readonly #marks = new Map<string, Marks>();

  constructor(me: string) {
    this.#me = me;
  }

  /** Raises what is known of one member; `read` implies `delivered`. */
  raise(userId: string, read: number, delivered: number): void {
    const marks = this.#marks.get(userId) ?? { read: 0, delivered: 0 };
    const raised = { read: Math.max(marks.read, read), delivered: Math.max(marks.delivered, delivered, read) };
    if (this.#marks.has(userId) && raised.read === marks.read && raised.delivered === marks.delivered) return;
    this.#marks.set(userId, raised);
    this.version.value++;
  }

  drop(userId: string): void {
    if (this.#marks.delete(userId)) this.version.value++;
  }

  readOf(userId: string): number {
    return this.#marks.get(userId)?.read ?? 0;
  }

  /** Members other than me who have read up to `seq`. */
  readersOf(seq: number): readonly string[] {
    return this.#others().filter(([, marks]) => marks.read >= seq).map(([id]) => id);
  }

  get others(): number {
    return this.#others().length;
  }

  /** What became of my message: `read` when all others have read it, `delivered` when all have it. */
  statusOf(seq: number): MessageStatus {
    const others = this.#others();
    if (others.length === 0) return "sent";
    if (others.every(([, marks]) => marks.read >= seq)) return "read";
    return others.every(([, marks]) => marks.delivered >= seq) ? "delivered" : "sent";
  }

  #others(): [string, Marks][] {
    return [...this.#marks].filter(([id]) => id !== this.#me);
  }
}
