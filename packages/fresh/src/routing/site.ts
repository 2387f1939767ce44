import type { Context } from "../context.ts";
import type { Route, Scope } from "../route.ts";
import { HttpError } from "../runtime/http_error.ts";
import { OWN } from "../snapshot.ts";
import { traced } from "../tracing.ts";
import type { MaybeLazy, Method, Middleware, RouteConfig } from "../types.ts";
import { inOrder, type Run } from "./chain.ts";
import { checkRoute, methodsOf, runRoute } from "./pages.ts";
import { METHODS, Router } from "./router.ts";
import { joinPaths, Segment } from "./segments.ts";

const NO_SCOPE: Scope = { layouts: [], appWrapper: null };

/** Everything registered with an app, compiled in order: what was registered before a route surrounds it. */
export class Site {
  readonly root = new Segment();
  notFound: Route<never> | null = null;
  readonly #router = new Router<Run>();

  constructor(readonly basePath: string) {}

  /** Adds a chain of middlewares that answers `methods` at `path`. */
  addEndpoint(methods: readonly Method[], path: string, chain: readonly Middleware<unknown>[]): void {
    this.#add(methods, path, path, inOrder(chain, (ctx) => ctx.next()));
  }

  /** Adds a page. Its surroundings are those of `place`, which file routes in groups have apart from their pattern. */
  addRoute(pattern: string, route: MaybeLazy<Route<never>>, config: RouteConfig = {}, place = pattern): void {
    if (typeof route !== "function") {
      checkRoute(route, pattern);
      return this.#add(methodsOf(route), pattern, place, (ctx) => runRoute(ctx, route));
    }
    const { methods = "ALL" } = config;
    let loaded: Route<never> | null = null;
    this.#add(methods === "ALL" ? METHODS : methods, pattern, place, async (ctx) => {
      if (!loaded) checkRoute(loaded = await traced("lazy-route", {}, route), pattern);
      return await runRoute(ctx, { ...loaded, config: { ...config, ...loaded.config } });
    });
  }

  /** Answers a request: through its route, or through the root middlewares if there is none. */
  async run(ctx: Context<unknown>, method: Method): Promise<Response> {
    const { target, pattern, params, allowed } = this.#router.match(method, ctx.url.pathname);
    ctx.route = pattern;
    ctx.params = params;
    if (target) return await target(ctx);
    const answer = (): Promise<Response> => {
      if (allowed.length === 0 || method !== "OPTIONS") throw new HttpError(allowed.length === 0 ? 404 : 405);
      return Promise.resolve(new Response(null, { status: 204, headers: { allow: allowed.join(", ") } }));
    };
    return await this.#surround("/", answer)(ctx);
  }

  #add(methods: readonly Method[], path: string, place: string, run: Run): void {
    const surrounded = this.#surround(place, run);
    const pattern = joinPaths(this.basePath, path.startsWith("/") ? path : `/${path}`);
    for (const method of methods) this.#router.add(method, pattern, surrounded);
  }

  /** Puts around `run` what is registered so far, for `place` and each of its ancestors, outermost first. */
  #surround(place: string, run: Run): Run {
    let scope = NO_SCOPE;
    const segments = this.root.walk(place).map((segment) => ({ segment, scope: scope = segment.scopeIn(scope) }));
    return segments.reduceRight<Run>((inner, { segment, scope }) => {
      return this.#guard(inOrder([...segment.middlewares], inner), scope, segment.errorRoute);
    }, run);
  }

  /** Sets the scope for what runs inside, and answers for its errors if there is a page for them here. */
  #guard(inner: Run, scope: Scope, errorRoute: Route<never> | null): Run {
    return async (ctx) => {
      const own = ctx[OWN];
      const outer = own.scope;
      own.scope = scope;
      try {
        return await inner(ctx);
      } catch (error) {
        ctx.error = error;
        const status = error instanceof HttpError ? error.status : 500;
        const missing = status === 404 ? this.notFound : null;
        const route = missing ?? errorRoute;
        if (!route) throw error;
        if (missing) own.scope = this.root.scopeIn(NO_SCOPE);
        return await runRoute(ctx, route, status);
      } finally {
        own.scope = outer;
      }
    };
  }
}
