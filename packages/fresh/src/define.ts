import type { Rendered } from "./route.ts";
import type { Middleware, PageProps, PageResponse, RouteData, RouteHandler } from "./types.ts";

/** Typed identity functions for the exports of route files. */
export interface Define<State> {
  /** Handlers of a page or an endpoint. What they return is kept in the type, for `page<typeof handler>`. */
  handlers<Data, Handlers extends RouteHandler<Data, State> = RouteHandler<Data, State>>(handlers: Handlers): Handlers;
  /** A page component; `data` is what the handlers of `Handler` return. */
  page<Handler extends RouteHandler<unknown, State> = never>(
    component: (props: PageProps<[Handler] extends [never] ? unknown : RouteData<Handler>, State>) => Rendered,
  ): typeof component;
  /** A layout, app wrapper or error page. */
  layout(component: (props: PageProps<unknown, State>) => Rendered): typeof component;
  /** One middleware, or several that run in order. */
  middleware<M extends Middleware<State> | Middleware<State>[]>(middleware: M): M;
}

/** `define` for an app whose `ctx.state` is a `State`. */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (component) => component,
    layout: (component) => component,
    middleware: (middleware) => middleware,
  };
}

/** What a handler returns to have its page rendered with `data`. */
export function page<Data = undefined>(data?: Data, init: Omit<PageResponse<Data>, "data"> = {}): PageResponse<Data> {
  return { data: data as Data, ...init };
}
