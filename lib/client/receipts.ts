import { signal } from "@preact/signals";
import type { MemberJson, MessageStatus } from "@/lib/protocol/messages.ts";

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

  /** Members as the server lists them; when the list is complete, whoever is not in it has left. */
  load(members: readonly MemberJson[], isComplete: boolean): void {
    const present = new Set(members.map((member) => member.user.id));
    for (const id of isComplete ? [...this.#marks.keys()] : []) {
      if (!present.has(id)) this.#marks.delete(id);
    }
    for (const member of members) this.raise(member.user.id, member.last_read_seq, member.last_delivered_seq);
    this.version.value++;
  }

  /** The marks of everybody but me. */
  get others(): readonly { readonly last_read_seq: number; readonly last_delivered_seq: number }[] {
    return this.#others().map(([, marks]) => ({ last_read_seq: marks.read, last_delivered_seq: marks.delivered }));
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
