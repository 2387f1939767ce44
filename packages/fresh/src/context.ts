import type { FunctionComponent, VNode } from "preact";
import { renderPage } from "./render/page.ts";
import { isVNode } from "./render/state.ts";
import type { Scope } from "./route.ts";
import { HttpError } from "./runtime/http_error.ts";
import { OWN, type Snapshot } from "./snapshot.ts";
import type { LayoutConfig, ResolvedFreshConfig } from "./types.ts";
import { isWebSocketHandlers, upgrade, type WebSocketHandlers, type WebSocketUpgradeOptions } from "./websocket.ts";

const PARTIAL_PARAM = "fresh-partial";

type Chunks<T> = Iterable<T> | AsyncIterable<T>;

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
  /** `nonce` is that of the pages rendered, once there is one. */
  readonly [OWN]: { readonly snapshot: Snapshot; scope: Scope; nonce?: string };

  constructor(
    readonly req: Request,
    readonly url: URL,
    readonly info: Deno.ServeHandlerInfo,
    readonly config: ResolvedFreshConfig,
    snapshot: Snapshot,
  ) {
    this.isPartial = url.search !== "" && url.searchParams.has(PARTIAL_PARAM);
    this[OWN] = { snapshot, scope: { layouts: [], appWrapper: null } };
  }

  /** Calls the next middleware or the handler. */
  next: () => Promise<Response> = () => Promise.reject(new HttpError(404));

  /** Redirects. A target on this site cannot be turned into another host by doubled slashes. */
  redirect(to: string, status = 302): Response {
    let location = to.startsWith("/") ? to.replace(/^[^?#]*/, (path) => path.replaceAll(/\/{2,}/g, "/")) : to;
    if (this.isPartial) {
      location = location.replace(/^[^#]*/, (url) => `${url}${url.includes("?") ? "&" : "?"}${PARTIAL_PARAM}=true`);
    }
    return new Response(null, { status, headers: { location } });
  }

  /** Renders `vnode` inside the layouts and the app wrapper that apply here. */
  render(vnode: VNode | null, init: ResponseInit = {}, config: LayoutConfig = {}): Promise<Response> {
    if (vnode !== null && !isVNode(vnode)) {
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
  stream(source: Chunks<string | Uint8Array> | (() => Chunks<string | Uint8Array>), init?: ResponseInit): Response {
    const encoder = new TextEncoder();
    async function* bytes() {
      const chunks = typeof source === "function" ? source() : source;
      for await (const chunk of chunks) yield typeof chunk === "string" ? encoder.encode(chunk) : chunk;
    }
    return new Response(ReadableStream.from(bytes()), init);
  }

  /** Turns the request into a WebSocket: bare, to be wired by the caller, or with handlers. */
  upgrade(options?: WebSocketUpgradeOptions): { socket: WebSocket; response: Response };
  upgrade(handlers: WebSocketHandlers, options?: WebSocketUpgradeOptions): Response;
  upgrade(first: WebSocketHandlers | WebSocketUpgradeOptions = {}, options: WebSocketUpgradeOptions = {}): unknown {
    if (!isWebSocketHandlers(first)) return upgrade(this.req, first);
    return upgrade(this.req, options, first).response;
  }
}

/** @deprecated The older name of `Context`. */
export type FreshContext<State> = Context<State>;
