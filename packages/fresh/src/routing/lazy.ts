import type { MaybeLazy, Middleware } from "../types.ts";

/** A middleware that may still have to be loaded. It is loaded by the first request that reaches it, and kept. */
export function keepLazy<State>(middleware: MaybeLazy<Middleware<State>>): Middleware<State> {
  let loaded: Middleware<State> | null = null;
  return async (ctx) => {
    if (loaded) return await loaded(ctx);
    // Nothing tells the two kinds apart before they have been called: one yields a function, the other a response.
    const result: unknown = await (middleware as Middleware<State>)(ctx);
    if (typeof result !== "function") return result as Response;
    loaded = result as Middleware<State>;
    return await loaded(ctx);
  };
}
