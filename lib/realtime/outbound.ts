import type { Limits } from "@/lib/protocol/limits.ts";
import type { Bundle } from "./bundle.ts";
import type { Outlet } from "./outlet.ts";

export type OutboundLimits = Pick<Limits, "outboundBytes" | "outboundFrames" | "lossyBytes" | "slowMs">;

/** `idle`: all is handed over. `waiting`: ask again soon. `slow`: this reader will not catch up. */
export type OutboundState = "idle" | "waiting" | "slow";

const BRACKETS = 2;
/** A bundle from here on leaves as a frame of its own: that costs less than putting it together anew for one reader. */
const OWN_FRAME_BYTES = 4 * 1024;

/**
 * What one connection is still to get. A socket takes everything it is given, for ever, and nothing can be taken back:
 * so it is never handed more than the cap, and what does not fit waits here, as strings that others share.
 */
export class Outbound {
  readonly #outlet: Outlet;
  readonly #batching: boolean;
  readonly #limits: OutboundLimits;
  #pending: Bundle[] = [];
  #pendingBytes = 0;
  #waitingSinceMs: number | null = null;
  /** Where each frame handed over ends, in bytes since the beginning: tells how many the network has not taken yet. */
  #ends: number[] = [];
  #handedBytes = 0;

  constructor(outlet: Outlet, batching: boolean, limits: OutboundLimits) {
    this.#outlet = outlet;
    this.#batching = batching;
    this.#limits = limits;
  }

  push(bundle: Bundle): void {
    this.#pending.push(bundle);
    this.#pendingBytes += bundle.bytes;
  }

  /** Whether this reader is behind enough to go without typing and presence. */
  get isBusy(): boolean {
    return this.#waitingSinceMs !== null || this.#outlet.bufferedAmount > this.#limits.lossyBytes;
  }

  /** Whether what this reader has not taken yet is no burden. */
  get isLight(): boolean {
    return this.#pendingBytes + this.#outlet.bufferedAmount <= this.#limits.outboundBytes / 8;
  }

  /** Hands over what fits. */
  flush(nowMs: number): OutboundState {
    while (this.#pending.length > 0 && this.#handSome());
    if (this.#pending.length === 0) {
      this.#waitingSinceMs = null;
      return "idle";
    }
    this.#waitingSinceMs ??= nowMs;
    const isSlow = this.#pendingBytes > this.#limits.outboundBytes ||
      this.#pending.length > this.#limits.outboundFrames ||
      nowMs - this.#waitingSinceMs > this.#limits.slowMs;
    return isSlow ? "slow" : "waiting";
  }

  clear(): void {
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  #handSome(): boolean {
    const buffered = this.#outlet.bufferedAmount;
    const frames = this.#outstanding(buffered);
    let roomBytes = this.#limits.outboundBytes - buffered;
    let count = 0;
    for (const bundle of this.#pending) {
      const bytes = bundle.bytes + BRACKETS;
      if (bytes > roomBytes) break;
      roomBytes -= bytes;
      count++;
    }
    if (count === 0 || frames >= this.#limits.outboundFrames) return false;
    const taken = count === this.#pending.length ? this.#pending : this.#pending.slice(0, count);
    this.#pending = count === this.#pending.length ? [] : this.#pending.slice(count);
    for (const bundle of taken) this.#pendingBytes -= bundle.bytes;
    this.#hand(taken);
    return true;
  }

  #hand(bundles: readonly Bundle[]): void {
    if (!this.#batching) {
      for (const bundle of bundles) this.#handPlain(bundle);
      return;
    }
    let small: Bundle[] = [];
    for (const bundle of bundles) {
      if (bundle.bytes < OWN_FRAME_BYTES) {
        small.push(bundle);
        continue;
      }
      this.#handTogether(small);
      this.#handTogether([bundle]);
      small = [];
    }
    this.#handTogether(small);
  }

  /** As one frame. */
  #handTogether(bundles: readonly Bundle[]): void {
    const [first] = bundles;
    if (!first) return;
    if (bundles.length === 1) {
      this.#send(first.whole, first.bytes + (first.texts.length > 1 ? BRACKETS : 0));
    } else {
      const bytes = bundles.reduce((sum, bundle) => sum + bundle.bytes + 1, BRACKETS - 1);
      this.#send(`[${bundles.map((bundle) => bundle.joined).join(",")}]`, bytes);
    }
  }

  #handPlain({ texts, bytes }: Bundle): void {
    // Their sum is exact, which is what counts once they are taken.
    const each = (bytes - (texts.length - 1)) / texts.length;
    for (const text of texts) this.#send(text, each);
  }

  #send(text: string, bytes: number): void {
    this.#outlet.send(text);
    this.#handedBytes += bytes;
    this.#ends.push(this.#handedBytes);
  }

  /** Frames handed over that the network has not taken. */
  #outstanding(buffered: number): number {
    if (buffered === 0) this.#ends.length = 0;
    const takenBytes = this.#handedBytes - buffered;
    let taken = 0;
    while (taken < this.#ends.length && (this.#ends[taken] ?? 0) <= takenBytes) taken++;
    if (taken > 0) this.#ends.splice(0, taken);
    return this.#ends.length;
  }
}
