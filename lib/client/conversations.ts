import { signal } from "@preact/signals";
import type { Clock } from "@/lib/clock.ts";
import type { FactFrame } from "@/lib/protocol/frames.ts";
import type { Beyond, ConversationJson } from "@/lib/protocol/messages.ts";
import { changeRow, type RowChange } from "./conversation_facts.ts";

export interface ConversationsPorts {
  readonly clock: Clock;
  readonly me: string;
  /** The row can no longer be told from facts alone: load it again. */
  refetch(conversationId: string): void;
}

/** How long the order still stands after the pointer has left the list. */
const HOLD_MS = 600;

/** The conversation list. Rows change at once; their order waits while somebody is about to choose one. */
export class Conversations {
  readonly version = signal(0);
  /** What is not loaded yet. Changes with `version`. */
  beyond: Beyond | null = null;
  readonly #ports: ConversationsPorts;
  readonly #rows = new Map<string, ConversationJson>();
  #order: string[] = [];
  readonly #holds = new Set<string>();
  #cancelRelease: (() => void) | null = null;

  constructor(ports: ConversationsPorts) {
    this.#ports = ports;
  }

  /** In the order to show. */
  get rows(): readonly ConversationJson[] {
    return this.#order.flatMap((id) => this.#rows.get(id) ?? []);
  }

  get(conversationId: string): ConversationJson | undefined {
    return this.#rows.get(conversationId);
  }

  /** Everything as the server listed it; what is not in it is gone. */
  load(rows: readonly ConversationJson[], beyond: Beyond | null = null): void {
    this.beyond = beyond;
    this.#rows.clear();
    for (const row of rows) this.#rows.set(row.id, row);
    this.#sort();
  }

  /** A row as the server has it now; dropped when facts have already brought a newer state. */
  put(row: ConversationJson): void {
    this.#put(row);
    this.#sort();
  }

  /** The whole list as the server has it now: nothing is beyond it. */
  putAll(rows: readonly ConversationJson[]): void {
    for (const row of rows) this.#put(row);
    this.beyond = null;
    this.#sort();
  }

  #put(row: ConversationJson): void {
    const known = this.#rows.get(row.id);
    if (known && known.last_seq > row.last_seq) return;
    const lastRead = Math.max(known?.last_read_seq ?? 0, row.last_read_seq);
    const isRead = lastRead > row.last_read_seq && lastRead >= row.last_seq;
    this.#rows.set(row.id, { ...row, last_read_seq: lastRead, ...(isRead ? { unread: 0, mentions: 0 } : {}) });
  }

  remove(conversationId: string): void {
    if (!this.#rows.delete(conversationId)) return;
    this.#order = this.#order.filter((id) => id !== conversationId);
    this.version.value++;
  }

  apply(conversationId: string, facts: readonly FactFrame[]): void {
    for (const fact of facts) this.#change(conversationId, (row) => changeRow(row, fact, this.#ports.me));
    this.#sort();
  }

  /** I have read up to `seq`, here or on another of my devices. */
  markRead(conversationId: string, seq: number): void {
    const row = this.#rows.get(conversationId);
    if (!row || seq <= row.last_read_seq) return;
    const isAll = seq >= (row.last_message?.seq ?? row.last_seq) || row.unread === 0;
    this.#change(conversationId, () => ({
      row: { ...row, last_read_seq: seq, ...(isAll ? { unread: 0, mentions: 0 } : {}) },
      refetch: !isAll,
    }));
    this.version.value++;
  }

  /** The other person of a direct chat has got this far: the tick of my last message follows. */
  raiseStatus(conversationId: string, read: number, delivered: number): void {
    const row = this.#rows.get(conversationId);
    const last = row?.last_message;
    if (row?.kind !== "direct" || last?.sender_id !== this.#ports.me || last.status === "read") return;
    const status = read >= last.seq ? "read" : delivered >= last.seq ? "delivered" : last.status;
    if (status !== last.status) this.update(conversationId, { last_message: { ...last, status } });
  }

  update(conversationId: string, change: Partial<ConversationJson>): void {
    this.#change(conversationId, (row) => ({ row: { ...row, ...change }, refetch: false }));
    this.version.value++;
  }

  /** The pointer, a finger or the focus is in the list; each holds for itself. */
  hold(by: string): void {
    this.#holds.add(by);
    this.#cancelRelease?.();
    this.#cancelRelease = null;
  }

  release(by: string): void {
    if (!this.#holds.delete(by) || this.#holds.size > 0) return;
    this.#cancelRelease?.();
    this.#cancelRelease = this.#ports.clock.after(HOLD_MS, () => {
      this.#cancelRelease = null;
      this.#sort();
    });
  }

  #change(conversationId: string, change: (row: ConversationJson) => RowChange): void {
    const row = this.#rows.get(conversationId);
    if (!row) return;
    const changed = change(row);
    this.#rows.set(conversationId, changed.row);
    if (changed.refetch) this.#ports.refetch(conversationId);
  }

  #sort(): void {
    const isHeld = this.#holds.size > 0 || this.#cancelRelease !== null;
    if (isHeld) {
      const known = new Set(this.#order);
      this.#order = [...this.#order, ...[...this.#rows.keys()].filter((id) => !known.has(id))];
    } else {
      this.#order = [...this.#rows.values()].sort(byActivity).map((row) => row.id);
    }
    this.version.value++;
  }
}

const byActivity = (a: ConversationJson, b: ConversationJson): number =>
  a.last_activity === b.last_activity ? compare(b.id, a.id) : compare(b.last_activity, a.last_activity);

const compare = (a: string, b: string): number => a < b ? -1 : a > b ? 1 : 0;
