import type { Broker, Unsubscribe } from "./broker.ts";

type Hear = (payload: string) => void;

/**
 * Carries events between hubs of one process: in the product there is one, and nothing to carry; tests put several on
 * one broker. Payloads arrive in the order of their publishing, in a turn of their own, as over a network.
 */
export class MemoryBroker implements Broker {
  readonly #topics = new Map<string, Set<Hear>>();
  readonly isConnected = true;
  #queue: (readonly [string, string])[] = [];

  publish(topic: string, payload: string): void {
    if (!this.#topics.has(topic)) return;
    if (this.#queue.push([topic, payload]) === 1) queueMicrotask(() => this.#deliver());
  }

  subscribe(topic: string, onPayload: Hear): Promise<Unsubscribe> {
    // A function of its own, so that one callback may be subscribed twice and each be ended alone.
    const hear: Hear = (payload) => onPayload(payload);
    const listeners = this.#topics.get(topic) ?? new Set();
    this.#topics.set(topic, listeners.add(hear));
    return Promise.resolve(() => {
      if (listeners.delete(hear) && listeners.size === 0) this.#topics.delete(topic);
    });
  }

  /** Nothing is ever lost here. */
  onReturn(_call: () => void): Unsubscribe {
    return () => {};
  }

  close(): Promise<void> {
    this.#topics.clear();
    this.#queue = [];
    return Promise.resolve();
  }

  #deliver(): void {
    const queue = this.#queue;
    this.#queue = [];
    for (const [topic, payload] of queue) {
      for (const hear of [...this.#topics.get(topic) ?? []]) hear(payload);
    }
  }
}
