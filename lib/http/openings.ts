import type { Middleware } from "fresh";
import type { State } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";

const LATER_MS = 2_000;
/** How long those are held who find no place: a second, more when they are many, so that refusing stays a small part of the work. */
const HOLD_MS = { least: 1_000, most: 10_000 } as const;
const REFUSED_PER_SECOND = 500;

/**
 * Connections between their request and their welcome. When all come at once, after an outage perhaps, the first are
 * welcomed quickly and the others are told to come later, rather than all waiting longer and longer.
 */
class Openings {
  static readonly #of = new WeakMap<object, Openings>();
  #count = 0;
  #held = 0;

  /** Those of one running product. */
  static of(app: object): Openings {
    const openings = this.#of.get(app) ?? new Openings();
    this.#of.set(app, openings);
    return openings;
  }

  isFull(most: number): boolean {
    return this.#count >= most;
  }

  /** Whoever comes again at once and again would keep the server busy with nothing but refusals. */
  async hold(wait: (ms: number) => Promise<void>): Promise<void> {
    this.#held++;
    const ms = 1_000 * this.#held / REFUSED_PER_SECOND;
    await wait(Math.min(Math.max(ms, HOLD_MS.least), HOLD_MS.most)).finally(() => this.#held--);
  }

  /** Gives back what ends it, which may be called more than once. Throws `unavailable` when there are too many. */
  begin(most: number): () => void {
    if (this.#count >= most) {
      const retryAfterMs = Math.ceil(LATER_MS * (1 + Math.random()));
      throw new ChatError("unavailable", { text: "Too many are connecting at once", retryAfterMs });
    }
    this.#count++;
    let isOpening = true;
    return () => {
      if (isOpening) this.#count--;
      isOpening = false;
    };
  }
}

const isSocket = (url: URL): boolean => url.pathname === "/ws";

/** Holds sockets beyond the limit before anything is done for them: when thousands come at once, even a header counts. */
export const holdSocket: Middleware<State> = async (ctx) => {
  if (isSocket(ctx.url)) {
    const { limits, clock } = ctx.state.deps;
    const openings = Openings.of(ctx.state.app);
    if (openings.isFull(limits.openingSockets)) {
      await openings.hold((ms) => new Promise<void>((resolve) => clock.after(ms, resolve)));
    }
  }
  return await ctx.next();
};

/** Refuses sockets beyond the limit before anything is asked of the store. Who is let in says itself when it is welcomed. */
export const admitSocket: Middleware<State> = async (ctx) => {
  if (!isSocket(ctx.url)) return await ctx.next();
  const { app, deps } = ctx.state;
  const opened = Openings.of(app).begin(deps.limits.openingSockets);
  ctx.state.opened = opened;
  let isUpgraded = false;
  try {
    const response = await ctx.next();
    isUpgraded = response.status === 101;
    return response;
  } finally {
    if (!isUpgraded) opened();
  }
};
