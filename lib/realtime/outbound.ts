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
  readonly #pending: Bundle[] = [];
  #pendingBytes = 0;
  #waitingSinceMs: number | null = null;
  /** Frames that the network had not taken when it was last asked or given some, and their bytes. */
  #frames = 0;
  #frameBytes = 0;

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
    this.#pending.length = 0;
    this.#pendingBytes = 0;
  }

  #handSome(): boolean {
    const buffered = this.#outlet.bufferedAmount;
    if (this.#outstanding(buffered) >= this.#limits.outboundFrames) return false;
    const count = this.#fitting(this.#limits.outboundBytes - buffered);
    if (count === 0) return false;
    const alone = this.#pending.length === 1 ? this.#pending.pop() : undefined;
    if (alone) this.#handOne(alone);
    else this.#hand(this.#pending.splice(0, count));
    return true;
  }

  /** How many of those that wait have room. */
  #fitting(roomBytes: number): number {
    let count = 0;
    for (const { bytes } of this.#pending) {
      roomBytes -= bytes + BRACKETS;
      if (roomBytes < 0) break;
      count++;
    }
    return count;
  }

  #hand(bundles: readonly Bundle[]): void {
    let small: Bundle[] = [];
    for (const bundle of bundles) {
      if (this.#batching && bundle.bytes < OWN_FRAME_BYTES) {
        small.push(bundle);
        continue;
      }
      this.#handTogether(small);
      this.#handOne(bundle);
      small = [];
    }
    this.#handTogether(small);
  }

  /** As one frame. */
  #handTogether(bundles: readonly Bundle[]): void {
    const [first] = bundles;
    if (first && bundles.length === 1) return this.#handOne(first);
    if (bundles.length === 0) return;
    const bytes = bundles.reduce((sum, bundle) => sum + bundle.bytes, 0);
    this.#pendingBytes -= bytes;
    this.#send(`[${bundles.map((bundle) => bundle.joined).join(",")}]`, bytes + bundles.length - 1 + BRACKETS);
  }

  #handOne(bundle: Bundle): void {
    this.#pendingBytes -= bundle.bytes;
    const { texts, bytes } = bundle;
    if (this.#batching) return this.#send(bundle.whole, bytes + (texts.length > 1 ? BRACKETS : 0));
    // Their sum is exact, which is what counts once they are taken.
    const each = (bytes - (texts.length - 1)) / texts.length;
    for (const text of texts) this.#send(text, each);
  }

  #send(text: string, bytes: number): void {
    this.#outlet.send(text);
    this.#frames++;
    this.#frameBytes += bytes;
  }

  /** Frames handed over that the network has not taken, those that it has by their average size: exact when it has all or none. */
  #outstanding(buffered: number): number {
    if (buffered >= this.#frameBytes) return this.#frames;
    this.#frames *= buffered / this.#frameBytes;
    this.#frameBytes = buffered;
    return this.#frames;
  }
}
