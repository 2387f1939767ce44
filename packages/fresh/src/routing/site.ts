import { type Context, internals, type Scope } from "../context.ts";
import { HttpError } from "../runtime/http_error.ts";
import { traced } from "../tracing.ts";
import type { MaybeLazy, Method, Middleware, ResolvedFreshConfig, Route, RouteConfig } from "../types.ts";
import { checkRoute, methodsOf, runRoute } from "./pages.ts";
import { type Match, METHODS, Router } from "./router.ts";
import { innerScope, Segment } from "./segments.ts";

/** Answers a request that has reached it. */
export type Run<State> = (ctx: Context<State>) => Promise<Response>;

/** Everything registered with an app, compiled in order: what was registered before a route surrounds it. */
export class Site<State> {
  readonly root = new Segment<State>();
  notFound: Route<State> | null = null;
  readonly #router = new Router<Run<State>>();

  constructor(readonly config: ResolvedFreshConfig) {}

  /** Adds a chain of middlewares that answers `methods` at `path`. */
  addEndpoint(methods: readonly Method[], path: string, chain: readonly Middleware<State>[]): void {
    this.#add(methods, path, path, inOrder(chain, (ctx) => ctx.next()));
  }

  /** Adds a page. Its surroundings are those of `place`, which file routes in groups have apart from their pattern. */
  addRoute(pattern: string, route: MaybeLazy<Route<State>>, config: RouteConfig = {}, place = pattern): void {
    if (typeof route !== "function") {
      checkRoute(route, pattern);
      return this.#add(methodsOf(route), pattern, place, (ctx) => runRoute(ctx, route));
    }
    const methods = config.methods && config.methods !== "ALL" ? config.methods : METHODS;
    let loaded: Route<State> | null = null;
    this.#add(methods, pattern, place, async (ctx) => {
      if (!loaded) {
        loaded = await traced("lazy-route", {}, route);
        checkRoute(loaded, pattern);
      }
      return await runRoute(ctx, { ...loaded, config: { ...config, ...loaded.config } });
    });
  }

  /** Answers a request: through its route, or through the root middlewares if there is none. */
  async run(ctx: Context<State>, method: Method): Promise<Response> {
    const match = this.#router.match(method, ctx.url.pathname);
    if (match.kind === "found") {
      ctx.route = match.pattern;
      ctx.params = match.params;
      return await match.target(ctx);
    }
    return await this.#surround("/", () => answerUnmatched(method, match))(ctx);
  }

  #add(methods: readonly Method[], path: string, place: string, run: Run<State>): void {
    const surrounded = this.#surround(place, run);
    const pattern = withBase(this.config.basePath, path);
    for (const method of methods) this.#router.add(method, pattern, surrounded);
  }

  /** Puts around `run` what is registered so far, for `place` and each of its ancestors, outermost first. */
  #surround(place: string, run: Run<State>): Run<State> {
    const rootScope = innerScope({ layouts: [], appWrapper: null }, this.root);
    const enclosing: { segment: Segment<State>; scope: Scope<State> }[] = [];
    let scope: Scope<State> = { layouts: [], appWrapper: null };
    for (const segment of this.root.walk(place)) {
      scope = innerScope(scope, segment);
      enclosing.push({ segment, scope });
    }
    return enclosing.reduceRight<Run<State>>((inner, { segment, scope }) => {
      const { errorRoute } = segment;
      return this.#guard(inOrder(segment.middlewares.slice(), inner), scope, errorRoute, rootScope);
    }, run);
  }

  /** Sets the scope for what runs inside, and answers for its errors if there is a page for them here. */
  #guard(inner: Run<State>, scope: Scope<State>, errorRoute: Route<State> | null, rootScope: Scope<State>): Run<State> {
    return async (ctx) => {
      const own = internals(ctx);
      const outer = own.scope;
      own.scope = scope;
      try {
        return await inner(ctx);
      } catch (error) {
        ctx.error = error;
        const status = error instanceof HttpError ? error.status : 500;
        const isMissing = status === 404 && this.notFound !== null;
        const route = isMissing ? this.notFound : errorRoute;
        if (!route) throw error;
        own.scope = isMissing ? rootScope : scope;
        return await runRoute(ctx, route, status);
      } finally {
        own.scope = outer;
      }
    };
  }
}

/** Runs middlewares one after the other; the last one's `next` is `end`. */
function inOrder<State>(middlewares: readonly Middleware<State>[], end: Run<State>): Run<State> {
  if (middlewares.length === 0) return end;
  const from = (index: number, after: () => Promise<Response>) => async (ctx: Context<State>): Promise<Response> => {
    const middleware = middlewares[index];
    if (!middleware) {
      ctx.next = after;
      return await end(ctx);
    }
    ctx.next = () => from(index + 1, after)(ctx);
    const response: unknown = await middleware(ctx);
    if (response instanceof Response) return response;
    throw new Error(
      `Cannot answer ${ctx.req.method} ${ctx.url.pathname}: a middleware or handler returned ${describe(response)} ` +
        `instead of a Response`,
    );
  };
  return (ctx) => {
    const after = ctx.next;
    return traced("middlewares", { "fresh.middleware.count": middlewares.length }, () => from(0, after)(ctx));
  };
}

function answerUnmatched(method: Method, match: Match<unknown>): Promise<Response> {
  if (match.kind !== "wrong method") return Promise.reject(new HttpError(404));
  if (method !== "OPTIONS") return Promise.reject(new HttpError(405));
  const allow = METHODS.filter((one) => match.allowed.includes(one)).join(", ");
  return Promise.resolve(new Response(null, { status: 204, headers: { allow } }));
}

function describe(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
}

function withBase(base: string, path: string): string {
  if (path === "*") return `${base}/*`;
  return base + (path.startsWith("/") ? path : `/${path}`);
}
