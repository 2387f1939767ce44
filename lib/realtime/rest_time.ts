/** Longest time that frames are gathered. */
const MOST_MS = 30;
/** How much of the recent past counts for how busy sending is. */
const MEMORY_MS = 30;
/** Rest for each millisecond of sending in the recent past. */
const SHARE = 3;
/** Facts in a frame beyond which gathering more of them spares little: its bytes cost then, not the frame. */
const FULL = 5;

/** How long to gather before the next frame: longer the busier sending is, and the less a frame has held. */
export class RestTime {
  #spentMs = 0;
  #atMs = 0;

  /** Sending took from then until then. */
  spend(startMs: number, endMs: number): void {
    this.#spentMs = this.#spentMs * Math.exp((this.#atMs - endMs) / MEMORY_MS) + (endMs - startMs);
    this.#atMs = endMs;
  }

  /** After a frame with so many facts, in milliseconds. */
  after(facts: number): number {
    return Math.min(MOST_MS, this.#spentMs * SHARE) * Math.min(1, FULL / Math.max(1, facts));
  }
}
