import type { Broker, Unsubscribe } from "@/lib/broker/broker.ts";

/** One instance's link to a broker, which a test can make lose what it carries. */
export class LossyBroker implements Broker {
  readonly #inner: Broker;
  readonly #returns = new Set<() => void>();
  /** Which payloads are lost, in either direction. */
  loses: (topic: string, payload: string) => boolean = () => false;

  constructor(inner: Broker) {
    this.#inner = inner;
  }

  /** Loses everything from now on. */
  cut(): void {
    this.loses = () => true;
  }

  /** Carries again, and says so. */
  mend(): void {
    this.loses = () => false;
    for (const call of this.#returns) call();
  }

  publish(topic: string, payload: string): void {
    if (!this.loses(topic, payload)) this.#inner.publish(topic, payload);
  }

  subscribe(topic: string, onPayload: (payload: string) => void): Promise<Unsubscribe> {
    return this.#inner.subscribe(topic, (payload) => {
      if (!this.loses(topic, payload)) onPayload(payload);
    });
  }

  onReturn(call: () => void): Unsubscribe {
    this.#returns.add(call);
    return () => this.#returns.delete(call);
  }

  get isConnected(): boolean {
    return this.#inner.isConnected;
  }

  /** The broker itself belongs to others too. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
