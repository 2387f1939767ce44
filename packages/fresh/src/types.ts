import type { Context } from "./context.ts";

/** The request methods a handler may answer. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";

/** A value that is loaded when it is first needed. */
export type Lazy<T> = () => Promise<T>;
/** A value, or a function that loads it. */
export type MaybeLazy<T> = T | Lazy<T>;

/** Settings of an app; all have defaults. */
export interface FreshConfig {
  /** Prefix of every path of the app, such as `/chat`. */
  basePath?: string;
  /** Set by the builder. */
  mode?: "development" | "production";
  /** Take scheme and host of `ctx.url` from `X-Forwarded-*`. */
  trustProxy?: boolean;
}

/** Settings with their defaults filled in, and the project's folder. */
export interface ResolvedFreshConfig extends Required<FreshConfig> {
  root: string;
}

/** Sees a request on its way in, and the response on its way out. */
export type Middleware<State> = (ctx: Context<State>) => Response | Promise<Response>;
/** @deprecated The older name of `Middleware`. */
export type MiddlewareFn<State> = Middleware<State>;

/** What a handler returns to have its page rendered. */
export interface PageResponse<Data> {
  data: Data;
  status?: number;
  headers?: HeadersInit;
}

/** Answers one request: with a response, or with data for the page. */
export type HandlerFn<Data, State> = (
  ctx: Context<State>,
) => Response | PageResponse<Data> | Promise<Response | PageResponse<Data>>;

/** A handler for each method. */
export type HandlerByMethod<Data, State> = { [M in Method]?: HandlerFn<Data, State> };

/** One handler for every method, or one for each. */
export type RouteHandler<Data, State> = HandlerFn<Data, State> | HandlerByMethod<Data, State>;

type DataOf<Result> = Awaited<Result> extends infer Settled ? Settled extends PageResponse<infer Data> ? Data : never
  : never;

/** The page data that a handler, or any of its methods, returns. */
export type RouteData<Handler> = Handler extends (...args: never[]) => infer Result ? DataOf<Result>
  : { [M in keyof Handler]-?: NonNullable<Handler[M]> extends (...args: never[]) => infer R ? DataOf<R> : never }[
    keyof Handler
  ];

type Shared = "config" | "url" | "req" | "params" | "info" | "state" | "isPartial" | "route" | "error" | "Component";

/** What pages, layouts, the app wrapper and error pages receive; `Component` is what a layout or the app wraps. */
export interface PageProps<Data = unknown, State = unknown> extends Pick<Context<State>, Shared> {
  /** What the handler returned; only a page has it. */
  data: Data;
}

/** What a layout may turn off above it. */
export interface LayoutConfig {
  skipInheritedLayouts?: boolean;
  skipAppWrapper?: boolean;
}

/** `config` of a page file, or of `app.route()`. */
export interface RouteConfig extends LayoutConfig {
  /** A URL pattern to use instead of the one the file name gives. */
  routeOverride?: string;
  /** The methods of a lazily loaded route. */
  methods?: "ALL" | Method[];
  csp?: boolean;
}

/** A component that also runs in the browser. */
export interface Island {
  readonly name: string;
  readonly exportName: string;
  /** Where the browser loads it from. */
  readonly file: string;
}

/** Addresses and networks, as upstream takes them. */
export interface IpFilterRules {
  denyList?: string[];
  allowList?: string[];
}

/** Options of upstream's address filter. */
export type IpFilterOptions = Record<string, unknown>;
