/**
 * The server side: the app, its middlewares, and the types of route files.
 * @module
 */
import { unsupported } from "./src/runtime/unsupported.ts";
import type { IpFilterOptions, IpFilterRules, Middleware } from "./src/types.ts";

export { App } from "./src/app.ts";
export type { Context, FreshContext } from "./src/context.ts";
export { createDefine, type Define, page } from "./src/define.ts";
export type { ListenOptions } from "./src/listen.ts";
export { cors, type CORSOptions } from "./src/middlewares/cors.ts";
export { csp, type CSPOptions } from "./src/middlewares/csp.ts";
export { csrf, type CsrfOptions } from "./src/middlewares/csrf.ts";
export { staticFiles } from "./src/middlewares/static_files.ts";
export { trailingSlashes } from "./src/middlewares/trailing_slashes.ts";
export { HttpError } from "./src/runtime/http_error.ts";
export type * from "./src/types.ts";
export type { WebSocketHandlers, WebSocketUpgradeOptions } from "./src/websocket.ts";

/** Upstream's address filter; this package leaves it out. */
export function ipFilter<State>(_rules: IpFilterRules, _options?: IpFilterOptions): Middleware<State> {
  throw unsupported("ipFilter()", "Filter addresses at the proxy");
}
