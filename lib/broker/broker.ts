/** Stops what it came from; may be called more than once. */
export type Unsubscribe = () => void;

/**
 * Carries events between instances. At most once: a lost event is found by its seq, not by the broker.
 * Topics: `c:<conversation>` (facts and states of a conversation), `u:<user>` (for one person's devices), `all` (control).
 */
export interface Broker {
  /** Never rejects because of a lost connection and never blocks a send; what cannot be carried is dropped. */
  publish(topic: string, payload: string): void;
  /** Resolves once events published from now on will be heard. `onPayload` is not called for one's own publishes twice. */
  subscribe(topic: string, onPayload: (payload: string) => void): Promise<Unsubscribe>;
  /** Called when the link to the other instances is back after a loss, theirs or ours: events may have been missed. */
  onReturn(call: () => void): Unsubscribe;
  /** Whether events reach the other instances now. */
  readonly isConnected: boolean;
  close(): Promise<void>;
}
