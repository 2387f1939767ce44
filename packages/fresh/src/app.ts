import { Context } from "./context.ts";
import { listen, type ListenOptions } from "./listen.ts";
import { setBuildId } from "./runtime/asset.ts";
import { HttpError } from "./runtime/http_error.ts";
import { addFileRoutes } from "./routing/file_routes.ts";
import { keepLazy } from "./routing/lazy.ts";
import { METHODS } from "./routing/router.ts";
import { checkGuardPath, segmentAt } from "./routing/segments.ts";
import { Site } from "./routing/site.ts";
import { APPLY_SNAPSHOT, NO_BUILD, type Snapshot } from "./snapshot.ts";
import { STATUS_TEXT } from "./status_text.ts";
import { nameRequestSpan } from "./tracing.ts";
import type {
  FreshConfig,
  HandlerFn,
  LayoutConfig,
  MaybeLazy,
  Method,
  Middleware,
  PageComponent,
  ResolvedFreshConfig,
  Route,
  RouteConfig,
} from "./types.ts";
import type { WebSocketHandlers, WebSocketUpgradeOptions } from "./websocket.ts";

type Chain<State> = MaybeLazy<Middleware<State>>[];
type ErrorPage<State> = HandlerFn<unknown, State> | Route<State>;

const LOCAL: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 80 },
  completed: Promise.resolve(),
};

/** A web app. What is registered before a route surrounds that route; the order of the calls is the order of things. */
export class App<State = unknown> {
  readonly config: ResolvedFreshConfig;
  readonly #steps: ((site: Site<State>) => void)[] = [];
  #snapshot: Snapshot = NO_BUILD;

  constructor(config: FreshConfig = {}) {
    this.config = { basePath: "", mode: "production", trustProxy: false, root: ".", ...config };
  }

  /** Middlewares for everything, or for a path and all below it. */
  use(...middlewares: Chain<State>): this;
  use(path: string, ...middlewares: Chain<State>): this;
  use(first: string | Chain<State>[number], ...rest: Chain<State>): this {
    const path = typeof first === "string" ? first : "*";
    checkGuardPath("use", path);
    const kept = (typeof first === "string" ? rest : [first, ...rest]).map(keepLazy);
    return this.#then((site) => segmentAt(site.root, path).middlewares.push(...kept));
  }

  get(path: string, ...chain: Chain<State>): this {
    return this.#endpoint(["GET"], path, chain);
  }

  post(path: string, ...chain: Chain<State>): this {
    return this.#endpoint(["POST"], path, chain);
  }

  put(path: string, ...chain: Chain<State>): this {
    return this.#endpoint(["PUT"], path, chain);
  }

  patch(path: string, ...chain: Chain<State>): this {
    return this.#endpoint(["PATCH"], path, chain);
  }

  delete(path: string, ...chain: Chain<State>): this {
    return this.#endpoint(["DELETE"], path, chain);
  }

  head(path: string, ...chain: Chain<State>): this {
    return this.#endpoint(["HEAD"], path, chain);
  }

  all(path: string, ...chain: Chain<State>): this {
    return this.#endpoint(METHODS, path, chain);
  }

  /** A GET route that upgrades to a WebSocket. */
  ws(path: string, handlers: WebSocketHandlers, options?: WebSocketUpgradeOptions): this {
    return this.get(path, (ctx) => ctx.upgrade(handlers, options));
  }

  /** A page without a file. */
  route(path: string, route: MaybeLazy<Route<State>>, config?: RouteConfig): this {
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
  layout(path: string, component: PageComponent<State>, config: LayoutConfig = {}): this {
    checkGuardPath("layout", path);
    return this.#then((site) => segmentAt(site.root, path).layout = { component, config });
  }

  /** What answers for errors at and below a path. */
  onError(path: string, page: ErrorPage<State>): this {
    checkGuardPath("onError", path);
    return this.#then((site) => segmentAt(site.root, path).errorRoute = asRoute(page));
  }

  /** What answers when nothing matches, wherever it is registered. */
  notFound(page: ErrorPage<State>): this {
    return this.#then((site) => site.notFound = asRoute(page));
  }

  /** Upstream's way to nest apps; this package leaves it out. */
  mountApp(path: string, _app: App<State>): never {
    throw new Error(
      `Cannot mount an app at ${path}: this build of fresh has no mountApp(). Register the routes on one App, or ` +
        `delete "links" in deno.json to use upstream Fresh`,
    );
  }

  /** The function that answers requests. */
  handler(): (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    const site = new Site<State>(this.config);
    for (const step of this.#steps) step(site);
    return async (req, info = LOCAL) => {
      setBuildId(this.#snapshot.buildId);
      const scope = { layouts: [], appWrapper: null };
      const ctx = new Context<State>(req, this.#urlOf(req), info, this.config, { snapshot: this.#snapshot, scope });
      const response = await site.run(ctx, req.method as Method).catch(answerError);
      if (ctx.route !== null) nameRequestSpan(req.method, ctx.route);
      return req.method === "HEAD" ? new Response(null, response) : response;
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

  #endpoint(methods: readonly Method[], path: string, chain: Chain<State>): this {
    const kept = chain.map(keepLazy);
    return this.#then((site) => site.addEndpoint(methods, path, kept));
  }

  #then(step: (site: Site<State>) => unknown): this {
    this.#steps.push(step);
    return this;
  }

  #urlOf(req: Request): URL {
    const url = new URL(req.url);
    url.pathname = url.pathname.replaceAll(/\/{2,}/g, "/"); // `//evil.com` must not survive into a redirect
    if (!this.config.trustProxy) return url;
    const protocol = req.headers.get("x-forwarded-proto");
    const host = req.headers.get("x-forwarded-host");
    if (protocol) url.protocol = protocol;
    if (host) url.host = host;
    return url;
  }
}

function asRoute<State>(page: ErrorPage<State>): Route<State> {
  return typeof page === "function" ? { handler: page } : page;
}

/** The plain answer for an error that no error page took. What is inside an unexpected error stays inside. */
function answerError(error: unknown): Response {
  const known = error instanceof HttpError;
  const status = known ? error.status : 500;
  if (status >= 500) {
    // deno-lint-ignore no-console
    console.error(error);
  }
  const text = known ? error.message || (STATUS_TEXT[status] ?? `Error ${status}`) : "Internal server error";
  return new Response(text, { status });
}
