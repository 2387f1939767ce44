/** A frame as it came off the wire. */
export type Frame = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Which frames are meant: by type, and by a condition where the type is not enough. */
export interface Wanted {
  readonly type: string;
  readonly where?: (frame: Frame) => boolean;
}

interface Waiter {
  readonly wanted: Wanted;
  readonly timer: ReturnType<typeof setTimeout>;
  readonly found: (frame: Frame) => void;
  readonly failed: (error: Error) => void;
}

/**
 * Frames in the order they came. Each is taken once, by the first who asks for its type; nothing is lost between two
 * questions, so a test may ask late.
 */
export class FrameQueue {
  /** Everything that ever came, taken or not. */
  readonly all: Frame[] = [];
  #untaken: Frame[] = [];
  #waiters: Waiter[] = [];
  #ended: Error | undefined;

  push(frame: Frame): void {
    this.all.push(frame);
    const waiter = this.#waiters.find(({ wanted }) => matches(frame, wanted));
    if (waiter) this.#settle(waiter, () => waiter.found(frame));
    else this.#untaken.push(frame);
  }

  /** No more will come: whoever waits, now or later, hears why. */
  end(why: string): void {
    this.#ended = new Error(why);
    for (const waiter of [...this.#waiters]) this.#settle(waiter, () => waiter.failed(this.#failure(waiter.wanted)));
  }

  /** Takes a frame that is there already; undefined when there is none. */
  take(wanted: Wanted): Frame | undefined {
    const index = this.#untaken.findIndex((frame) => matches(frame, wanted));
    return index < 0 ? undefined : this.#untaken.splice(index, 1)[0];
  }

  /** Takes the next such frame, waiting for it if need be. Aborting gives the place in the line up. */
  async next(wanted: Wanted, deadlineMs: number, signal?: AbortSignal): Promise<Frame> {
    const here = this.take(wanted);
    if (here) return here;
    if (this.#ended) throw this.#failure(wanted);
    return await new Promise<Frame>((resolve, reject) => {
      const fail = (error: Error) => this.#settle(waiter, () => reject(error));
      const timer = setTimeout(() => fail(this.#failure(wanted, `within ${deadlineMs} ms`)), deadlineMs);
      const waiter: Waiter = { wanted, timer, found: resolve, failed: reject };
      signal?.addEventListener("abort", () => fail(new Error("No longer waited for")), { once: true });
      this.#waiters.push(waiter);
    });
  }

  #settle(waiter: Waiter, tell: () => void): void {
    clearTimeout(waiter.timer);
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
    tell();
  }

  #failure(wanted: Wanted, when = ""): Error {
    const held = this.#untaken.slice(-10).map((frame) => JSON.stringify(frame)).join("\n  ") || "nothing";
    const why = this.#ended ? `, the connection ended: ${this.#ended.message}` : "";
    return new Error(`No ${wanted.type} frame came ${when}${why}. Untaken:\n  ${held}`);
  }
}

const matches = (frame: Frame, { type, where }: Wanted) => frame.type === type && (!where || where(frame));
