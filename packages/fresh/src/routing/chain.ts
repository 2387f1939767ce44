import type { Context } from "../context.ts";
import { traced } from "../tracing.ts";
import type { MaybeLazy, Middleware } from "../types.ts";

/** Answers a request that has reached it. */
export type Run = (ctx: Context<unknown>) => Promise<Response>;

/** A middleware that may still have to be loaded. It is loaded by the first request that reaches it, and kept. */
export function keepLazy(middleware: MaybeLazy<Middleware<never>>): Middleware<unknown> {
  let loaded: Middleware<unknown> | null = null;
  return async (ctx) => {
    if (loaded) return await loaded(ctx);
    // Nothing tells the two kinds apart before they have been called: one yields a function, the other a response.
    const result: unknown = await (middleware as Middleware<unknown>)(ctx);
    if (typeof result !== "function") return result as Response;
    loaded = result as Middleware<unknown>;
    return await loaded(ctx);
  };
}

/** Runs middlewares one after the other; the last one's `next` is `end`. */
export function inOrder(middlewares: readonly Middleware<unknown>[], end: Run): Run {
  if (middlewares.length === 0) return end;
  const from = async (index: number, ctx: Context<unknown>, after: () => Promise<Response>): Promise<Response> => {
    const middleware = middlewares[index];
    ctx.next = middleware ? () => from(index + 1, ctx, after) : after;
    try {
      const response: unknown = await (middleware ?? end)(ctx);
      if (response instanceof Response) return response;
      const what = response === null ? "null" : typeof response;
      throw new Error(
        `Cannot answer ${ctx.req.method} ${ctx.url.pathname}: a middleware or handler returned ${what}, not a Response`,
      );
    } catch (error) {
      ctx.error = error; // for middlewares that catch it
      throw error;
    }
  };
  return (ctx) => {
    return traced("middlewares", { "fresh.middleware.count": middlewares.length }, () => from(0, ctx, ctx.next));
  };
}
