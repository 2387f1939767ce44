import { STATUS_CODES } from "node:http";
import { Context } from "./context.ts";
import { type Handler, listen, type ListenOptions } from "./listen.ts";
import type { PageComponent, Route } from "./route.ts";
import { keepLazy } from "./routing/chain.ts";
import { addFileRoutes } from "./routing/file_routes.ts";
import { METHODS } from "./routing/router.ts";
import { checkGuardPath } from "./routing/segments.ts";
import { Site } from "./routing/site.ts";
import { setBuildId } from "./runtime/asset.ts";
import { HttpError } from "./runtime/http_error.ts";
import { unsupported } from "./runtime/unsupported.ts";
import { APPLY_SNAPSHOT, NO_BUILD, type Snapshot } from "./snapshot.ts";
import { nameRequestSpan } from "./tracing.ts";
import type * as t from "./types.ts";
import type { WebSocketHandlers, WebSocketUpgradeOptions } from "./websocket.ts";

type Chain<State> = t.MaybeLazy<t.Middleware<State>>[];
type ErrorPage<State> = t.HandlerFn<unknown, State> | Route<State>;

const LOCAL: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 80 },
  completed: Promise.resolve(),
};

/** A web app. What is registered before a route surrounds that route; the order of the calls is the order of things. */
export class App<State = unknown> {
  readonly config: t.ResolvedFreshConfig;
  readonly #steps: ((site: Site) => void)[] = [];
  #snapshot: Snapshot = NO_BUILD;

  /** A route for one method, or for all. The last of the chain normally answers. */
  readonly get = this.#endpoint("GET");
  readonly post = this.#endpoint("POST");
  readonly put = this.#endpoint("PUT");
  readonly patch = this.#endpoint("PATCH");
  readonly delete = this.#endpoint("DELETE");
  readonly head = this.#endpoint("HEAD");
  readonly all = this.#endpoint(...METHODS);

  constructor(config: t.FreshConfig = {}) {
    const { basePath = "", mode = "production", trustProxy = false } = config;
    this.config = { basePath, mode, trustProxy, root: "." };
  }

  /** Middlewares for everything, or for a path and all below it. */
  use(...middlewares: Chain<State>): this;
  use(path: string, ...middlewares: Chain<State>): this;
  use(...args: (string | Chain<State>[number])[]): this {
    const path = typeof args[0] === "string" ? args[0] : "*";
    checkGuardPath("use", path);
    const kept = args.filter((arg) => typeof arg !== "string").map(keepLazy);
    return this.#then((site) => site.root.at(path).middlewares.push(...kept));
  }

  /** A GET route that upgrades to a WebSocket. */
  ws(path: string, handlers: WebSocketHandlers, options?: WebSocketUpgradeOptions): this {
    return this.get(path, (ctx) => ctx.upgrade(handlers, options));
  }

  /** A page without a file. */
  route(path: string, route: t.MaybeLazy<Route<State>>, config?: t.RouteConfig): this {
    return this.#then((site) => site.addRoute(path, route, config));
  }

  /** The files below `routes/`, at this point of the order. */
  fsRoutes(prefix = "*"): this {
    return this.#then((site) => addFileRoutes(site, this.#snapshot.routes, prefix));
  }

  /** The component around every page and layout: the document. */
  appWrapper(component: PageComponent<State>): this {
    return this.#then((site) => site.root.appWrapper = component);
  }

  /** A component around the pages at and below a path. */
  layout(path: string, component: PageComponent<State>, config: t.LayoutConfig = {}): this {
    checkGuardPath("layout", path);
    return this.#then((site) => site.root.at(path).layout = { component, config });
  }

  /** What answers for errors at and below a path. */
  onError(path: string, page: ErrorPage<State>): this {
    checkGuardPath("onError", path);
    return this.#then((site) => site.root.at(path).errorRoute = asRoute(page));
  }

  /** What answers when nothing matches, wherever it is registered. */
  notFound(page: ErrorPage<State>): this {
    return this.#then((site) => site.notFound = asRoute(page));
  }

  /** Upstream's way to nest apps; this package leaves it out. */
  mountApp(path: string, _app: App<State>): never {
    throw unsupported(`mountApp("${path}")`, "Register the routes on one App");
  }

  /** The function that answers requests. */
  handler(): Handler {
    const site = new Site(this.config.basePath);
    for (const step of this.#steps) step(site);
    return async (req, info = LOCAL) => {
      setBuildId(this.#snapshot.buildId);
      const ctx = new Context<unknown>(req, urlOf(req, this.config.trustProxy), info, this.config, this.#snapshot);
      const response = await site.run(ctx, req.method.toUpperCase() as t.Method).catch(answerError);
      if (ctx.route !== null) nameRequestSpan(req.method, ctx.route);
      if (req.method !== "HEAD") return response;
      await response.body?.cancel();
      return new Response(null, response);
    };
  }

  /** Serves the app, on the first free port from 8000 to 8019 unless one is given. */
  async listen(options: ListenOptions = {}): Promise<void> {
    await listen(this.handler(), this.config.basePath, options);
  }

  /** Takes what a build made. */
  [APPLY_SNAPSHOT](snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.config.root = snapshot.root;
    this.config.mode = snapshot.mode;
  }

  #endpoint(...methods: t.Method[]): (path: string, ...chain: Chain<State>) => this {
    return (path, ...chain) => {
      const kept = chain.map(keepLazy);
      return this.#then((site) => site.addEndpoint(methods, path, kept));
    };
  }

  #then(step: (site: Site) => unknown): this {
    this.#steps.push(step);
    return this;
  }
}

function urlOf(req: Request, trustProxy: boolean): URL {
  const url = new URL(req.url);
  // `//evil.com` must not survive into a redirect.
  if (url.pathname.includes("//")) url.pathname = url.pathname.replaceAll(/\/{2,}/g, "/");
  if (!trustProxy) return url;
  url.protocol = req.headers.get("x-forwarded-proto") ?? url.protocol;
  const host = req.headers.get("x-forwarded-host");
  if (host) url.port = ""; // a host that names no port has the scheme's own, not that of the server behind the proxy
  url.host = host ?? url.host;
  return url;
}

function asRoute<State>(page: ErrorPage<State>): Route<State> {
  return typeof page === "function" ? { handler: page } : page;
}

/** The plain answer for an error that no error page took. What is inside an unexpected error stays inside. */
function answerError(error: unknown): Response {
  const known = error instanceof HttpError ? error : new HttpError(500, "Internal server error");
  if (known.status >= 500) {
    // deno-lint-ignore no-console
    console.error(error);
  }
  return new Response(known.message || STATUS_CODES[known.status], { status: known.status });
}
