/** Time and timers, passed in so that tests can move them. Milliseconds everywhere. */
export interface Clock {
  now(): number;
  /** Calls back once after `ms`; returns what cancels it. */
  after(ms: number, call: () => void): () => void;
  /** Calls back every `ms`; returns what stops it. */
  every(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  every(ms, call) {
    const timer = setInterval(call, ms);
    return () => clearInterval(timer);
  },
};
