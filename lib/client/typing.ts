import { signal } from "@preact/signals";
import type { Clock } from "@/lib/clock.ts";
import { LIMITS } from "@/lib/protocol/limits.ts";

/** States may come later than the message they announce. */
const LATE_MS = 500;

/** Who is typing where, and how often I say that I am. */
export class Typing {
  readonly version = signal(0);
  readonly #clock: Clock;
  readonly #typists = new Map<string, Map<string, { name: string; forget: () => void }>>();
  readonly #sentAt = new Map<string, number>();
  #saidAt = 0;
  #saidIn = "";

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Names of those typing in a conversation, the first to begin first. */
  namesIn(conversationId: string): readonly string[] {
    return [...this.#typists.get(conversationId)?.values() ?? []].map((typist) => typist.name);
  }

  heard(conversationId: string, userId: string, name: string): void {
    const sentAt = this.#sentAt.get(`${conversationId} ${userId}`);
    if (sentAt !== undefined && this.#clock.now() - sentAt < LATE_MS) return;
    const typists = this.#typists.get(conversationId) ?? new Map();
    this.#typists.set(conversationId, typists);
    typists.get(userId)?.forget();
    const forget = this.#clock.after(LIMITS.typingShownMs, () => this.stopped(conversationId, userId));
    typists.set(userId, { name, forget });
    this.version.value++;
  }

  /** Their message has arrived: what they typed is here. */
  sent(conversationId: string, userId: string): void {
    this.#sentAt.set(`${conversationId} ${userId}`, this.#clock.now());
    this.stopped(conversationId, userId);
  }

  /** They have been silent for long enough. */
  stopped(conversationId: string, userId: string): void {
    const typists = this.#typists.get(conversationId);
    const typist = typists?.get(userId);
    if (!typist) return;
    typist.forget();
    typists?.delete(userId);
    this.version.value++;
  }

  /** Whether a key pressed now is to be told: at most one in two seconds for each conversation. */
  mayTell(conversationId: string): boolean {
    const now = this.#clock.now();
    if (this.#saidIn === conversationId && now - this.#saidAt < LIMITS.typingEveryMs) return false;
    this.#saidIn = conversationId;
    this.#saidAt = now;
    return true;
  }

  /** I have sent what I typed: the next key is told at once. */
  rest(): void {
    this.#saidIn = "";
  }
}
