import { signal } from "@preact/signals";
import type { Clock } from "@/lib/clock.ts";
import type { OutboxDraft, OutboxItem, OutboxStorage } from "./outbox_item.ts";
import { Pace } from "./pace.ts";

export interface OutboxPorts {
  readonly clock: Clock;
  readonly storage: OutboxStorage;
  newId(): string;
  /** Hands a message to the server; the answer comes as `acked` or `refused`. False when there is no way to it now. */
  transmit(item: OutboxItem): boolean;
}

export interface Refusal {
  readonly code: string;
  readonly retryAfterMs?: number;
}

/** Conversations that send at the same time, each one message at a time: order is kept and nobody floods. */
const LANES = 4;
const PER_SECOND = 8;
const BURST = 16;
/** An answer that does not come by then counts as a failed try. */
const ACK_MS = 15_000;
/** About two minutes, within which a restart or a failover of storage passes; then it is a person's to try again. */
const TRIES = 26;
const RETRY_MS = { first: 1_000, most: 5_000 } as const;

/** My messages that the server does not have yet. They outlive the page, and go out in order, each once. */
export class Outbox {
  readonly version = signal(0);
  readonly #ports: OutboxPorts;
  readonly #pace: Pace;
  readonly #items = new Map<string, OutboxItem>();
  readonly #timers = new Map<string, () => void>();
  #order = 0;
  #live = false;
  #cancelPump: (() => void) | null = null;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
    this.#pace = new Pace(ports.clock, PER_SECOND, BURST);
  }

  get isEmpty(): boolean {
    return this.#items.size === 0;
  }

  /** What is not in the timeline yet, in order. */
  of(conversationId: string): readonly OutboxItem[] {
    return this.#sorted().filter((item) => item.conversationId === conversationId);
  }

  find(clientId: string): OutboxItem | undefined {
    return this.#items.get(clientId);
  }

  /** Takes over what an earlier page left behind. */
  async adopt(): Promise<void> {
    for (const item of await this.#ports.storage.adopt()) {
      if (this.#items.has(item.clientId)) continue;
      this.#order = Math.max(this.#order, item.order);
      this.#set({ ...item, state: item.state === "failed" ? "failed" : "queued", retryAt: null });
    }
    this.#pump();
  }

  /** Queues a message. Resolves once it would survive the page; it is sent without waiting for that. */
  async add(draft: OutboxDraft): Promise<OutboxItem> {
    this.#order = Math.max(this.#order + 1, this.#ports.clock.now());
    const item: OutboxItem = {
      ...draft,
      clientId: this.#ports.newId(),
      createdAt: this.#ports.clock.now(),
      order: this.#order,
      state: "queued",
      tries: 0,
      reason: null,
      retryAt: null,
    };
    this.#set(item);
    this.#pump();
    await this.#ports.storage.save(item).catch(ignore);
    return item;
  }

  /** The link stands: what was on its way when it broke goes out again under the same client id. */
  up(): void {
    this.#live = true;
    this.#pump();
  }

  down(): void {
    this.#live = false;
    for (const item of this.#items.values()) {
      this.#stopTimer(item.clientId);
      if (item.state === "sending" || item.retryAt !== null) this.#set({ ...item, state: "queued", retryAt: null });
    }
  }

  acked(clientId: string): void {
    const item = this.#items.get(clientId);
    if (!item) return;
    this.#stopTimer(clientId);
    this.#set({ ...item, state: "sent", reason: null, retryAt: null });
    this.#forget(clientId);
    this.#pump();
  }

  /** It is in the timeline now, so it needs no place here. Also without an ack: the fact is proof enough. */
  settle(clientId: string): void {
    const item = this.#items.get(clientId);
    if (!item) return;
    this.#stopTimer(clientId);
    this.#items.delete(clientId);
    if (item.state !== "sent") this.#forget(clientId);
    this.version.value++;
    this.#pump();
  }

  refused(clientId: string, refusal: Refusal): void {
    const item = this.#items.get(clientId);
    if (item?.state !== "sending") return;
    this.#stopTimer(clientId);
    if (!mayRetry(refusal.code)) this.#fail(item, refusal.code);
    else if (refusal.code === "rate_limited") this.#retryLater(item, refusal.retryAfterMs ?? 1_000);
    else this.#tryAgain(item, refusal.code, refusal.retryAfterMs);
    this.#pump();
  }

  /** By hand. What failed behind it for the same passing reason goes out again too, in order. */
  retry(clientId: string): void {
    const item = this.#items.get(clientId);
    if (item?.state !== "failed") return;
    const isPassing = mayRetry(item.reason ?? "");
    for (const other of this.of(item.conversationId)) {
      const follows = isPassing && other.state === "failed" && mayRetry(other.reason ?? "");
      if (other.clientId === clientId || follows) {
        this.#set({ ...other, state: "queued", tries: 0, reason: null });
      }
    }
    this.#pump();
  }

  discard(clientId: string): void {
    if (this.#items.get(clientId)?.state === "sent") return;
    this.#stopTimer(clientId);
    if (this.#items.delete(clientId)) this.#forget(clientId);
    this.version.value++;
    this.#pump();
  }

  /** Drops everything, as at sign-out. */
  clear(): void {
    this.#cancelPump?.();
    for (const id of [...this.#items.keys()]) this.discard(id);
  }

  #pump(): void {
    if (!this.#live) return;
    for (const item of this.#next()) {
      const waitMs = this.#pace.take();
      if (waitMs > 0) return this.#pumpLater(waitMs);
      this.#set({ ...item, state: "sending" });
      this.#timers.set(item.clientId, this.#ports.clock.after(ACK_MS, () => this.#unanswered(item.clientId)));
      if (!this.#ports.transmit(item)) {
        this.#stopTimer(item.clientId);
        this.#set({ ...item, state: "queued" });
        return;
      }
    }
  }

  /** The head of each conversation's queue, as far as lanes are free. */
  #next(): OutboxItem[] {
    const heads = new Map<string, OutboxItem>();
    let busy = 0;
    for (const item of this.#sorted()) {
      if (item.state === "failed" || item.state === "sent" || heads.has(item.conversationId)) continue;
      heads.set(item.conversationId, item);
      if (item.state === "sending") busy++;
    }
    const waiting = [...heads.values()].filter((item) => item.state === "queued" && item.retryAt === null);
    return waiting.slice(0, Math.max(0, LANES - busy));
  }

  #pumpLater(waitMs: number): void {
    this.#cancelPump?.();
    this.#cancelPump = this.#ports.clock.after(waitMs, () => {
      this.#cancelPump = null;
      this.#pump();
    });
  }

  #unanswered(clientId: string): void {
    const item = this.#items.get(clientId);
    if (item?.state !== "sending") return;
    this.#tryAgain(item, "unavailable");
    this.#pump();
  }

  #tryAgain(item: OutboxItem, code: string, retryAfterMs?: number): void {
    const tries = item.tries + 1;
    if (tries < TRIES) {
      const waitMs = Math.min(RETRY_MS.first * 2 ** (tries - 1), RETRY_MS.most);
      this.#retryLater({ ...item, tries }, Math.max(waitMs, retryAfterMs ?? 0));
      return;
    }
    // What waits behind it would overtake it if it went on alone.
    for (const other of this.of(item.conversationId)) {
      if (other.state === "queued" || other.clientId === item.clientId) this.#fail({ ...other, tries }, code);
    }
  }

  #retryLater(item: OutboxItem, waitMs: number): void {
    this.#set({ ...item, state: "queued", retryAt: this.#ports.clock.now() + waitMs });
    const cancel = this.#ports.clock.after(waitMs, () => {
      const waiting = this.#items.get(item.clientId);
      if (waiting?.state !== "queued") return;
      this.#set({ ...waiting, retryAt: null });
      this.#pump();
    });
    this.#timers.set(item.clientId, cancel);
  }

  #fail(item: OutboxItem, reason: string): void {
    const failed: OutboxItem = { ...item, state: "failed", reason, retryAt: null };
    this.#set(failed);
    void this.#ports.storage.save(failed).catch(ignore);
  }

  #set(item: OutboxItem): void {
    this.#items.set(item.clientId, item);
    this.version.value++;
  }

  #forget(clientId: string): void {
    void this.#ports.storage.remove(clientId).catch(ignore);
  }

  #stopTimer(clientId: string): void {
    this.#timers.get(clientId)?.();
    this.#timers.delete(clientId);
  }

  #sorted(): OutboxItem[] {
    return [...this.#items.values()].sort((a, b) => a.order - b.order);
  }
}

/** Codes after which the same message could go through later; a test holds them against the table of failures. */
export const PASSING: ReadonlySet<string> = new Set([
  "rate_limited",
  "too_many_sockets",
  "unavailable",
  "draining",
  "storage_full",
]);

const mayRetry = (code: string): boolean => PASSING.has(code);

/** Storage may be full or forbidden (private windows); the message is then kept by the page alone. */
function ignore(): void {}
