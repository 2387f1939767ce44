import type { FunctionComponent, VNode } from "preact";
import { HttpError } from "./runtime/http_error.ts";
import { renderPage } from "./render/page.ts";
import type { Snapshot } from "./snapshot.ts";
import type { LayoutConfig, PageComponent, ResolvedFreshConfig } from "./types.ts";
import { isWebSocketHandlers, upgrade, type WebSocketHandlers, type WebSocketUpgradeOptions } from "./websocket.ts";

/** The layouts and app wrapper that surround what is rendered at a point of the route tree. */
export interface Scope<State> {
  /** Outermost first. */
  readonly layouts: readonly PageComponent<State>[];
  readonly appWrapper: PageComponent<State> | null;
}

/** What the framework keeps about a request, out of the app's sight. */
export interface RequestInternals<State> {
  readonly snapshot: Snapshot;
  scope: Scope<State>;
  /** Set by the first page rendered, for `csp({ useNonce })`. */
  nonce?: string;
}

const PARTIAL_PARAM = "fresh-partial";
const internalsOf = new WeakMap<object, RequestInternals<unknown>>();

/** The framework's own notes about the request of `ctx`. */
export function internals<State>(ctx: Context<State>): RequestInternals<State> {
  return internalsOf.get(ctx) as RequestInternals<State>;
}

/** Everything about one request. Middlewares, handlers and pages of the request share it. */
export class Context<State> {
  /** Passed from middleware to middleware; a new object for every request. */
  readonly state: State = {} as State;
  /** The pattern that matched, or null. */
  route: string | null = null;
  params: Record<string, string> = {};
  /** The last error that was caught. */
  error: unknown = null;
  /** What the page's handler returned. */
  data: unknown = undefined;
  Component: FunctionComponent = () => null;
  readonly isPartial: boolean;

  constructor(
    readonly req: Request,
    readonly url: URL,
    readonly info: Deno.ServeHandlerInfo,
    readonly config: ResolvedFreshConfig,
    own: RequestInternals<State>,
  ) {
    this.isPartial = url.searchParams.has(PARTIAL_PARAM);
    internalsOf.set(this, own as RequestInternals<unknown>);
  }

  /** Calls the next middleware or the handler. */
  next: () => Promise<Response> = () => Promise.reject(new HttpError(404));

  /** Redirects. A target on this site cannot be turned into another host by doubled slashes. */
  redirect(to: string, status = 302): Response {
    let location = to;
    if (location.startsWith("/")) {
      const pathEnd = location.search(/[?#]/);
      const path = pathEnd < 0 ? location : location.slice(0, pathEnd);
      location = path.replaceAll(/\/{2,}/g, "/") + location.slice(path.length);
    }
    if (this.isPartial) {
      const [target = "", ...hash] = location.split("#");
      location = [`${target}${target.includes("?") ? "&" : "?"}${PARTIAL_PARAM}=true`, ...hash].join("#");
    }
    return new Response(null, { status, headers: { location } });
  }

  /** Renders `vnode` inside the layouts and the app wrapper that apply here. */
  render(vnode: VNode | null, init: ResponseInit = {}, config: LayoutConfig = {}): Promise<Response> {
    if (vnode !== null && (typeof vnode !== "object" || vnode.constructor !== undefined)) {
      throw new Error(`Cannot render ${typeof vnode}: ctx.render() takes JSX or null`);
    }
    return renderPage(this, { content: vnode, config, init });
  }

  /** A JSON response. */
  json(value: unknown, init?: ResponseInit): Response {
    return Response.json(value, init);
  }

  /** A plain-text response. */
  text(text: string, init?: ResponseInit): Response {
    return new Response(text, init);
  }

  /** An HTML response, sent as given. */
  html(html: string, init: ResponseInit = {}): Response {
    const headers = new Headers(init.headers);
    headers.set("content-type", "text/html; charset=utf-8");
    return new Response(html, { ...init, headers });
  }

  /** A response that is written as the iterable yields. */
  stream<T extends string | Uint8Array<ArrayBuffer>>(
    source:
      | Iterable<T>
      | AsyncIterable<T>
      | (() => Iterable<T> | AsyncIterable<T>),
    init?: ResponseInit,
  ): Response {
    const encoder = new TextEncoder();
    const chunks = ReadableStream.from<T>(typeof source === "function" ? source() : source);
    const bytes = chunks.pipeThrough(
      new TransformStream<T, Uint8Array<ArrayBuffer>>({
        transform: (chunk, out) => out.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk),
      }),
    );
    return new Response(bytes, init);
  }

  /** Turns the request into a WebSocket: bare, to be wired by the caller, or with handlers. */
  upgrade(
    options?: WebSocketUpgradeOptions,
  ): { socket: WebSocket; response: Response };
  upgrade(handlers: WebSocketHandlers, options?: WebSocketUpgradeOptions): Response;
  upgrade(
    first: WebSocketHandlers | WebSocketUpgradeOptions = {},
    options: WebSocketUpgradeOptions = {},
  ): Response | { socket: WebSocket; response: Response } {
    if (!isWebSocketHandlers(first)) return upgrade(this.req, first);
    return upgrade(this.req, options, first).response;
  }
}

/** @deprecated The older name of `Context`. */
export type FreshContext<State> = Context<State>;
