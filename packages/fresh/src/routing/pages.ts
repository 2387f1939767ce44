import type { Context } from "../context.ts";
import { renderPage } from "../render/page.ts";
import type { Route } from "../route.ts";
import { HttpError } from "../runtime/http_error.ts";
import { traced } from "../tracing.ts";
import type { HandlerFn, Method } from "../types.ts";
import { METHODS } from "./router.ts";

/** The methods a page answers. */
export function methodsOf({ handler, component }: Route<never>): readonly Method[] {
  if (typeof handler !== "object") return METHODS;
  return METHODS.filter((method) => method in handler || (method === "GET" && component !== undefined));
}

/** Refuses a page whose handlers expect the second argument of Fresh 1. */
export function checkRoute({ handler }: Route<never>, pattern: string): void {
  const handlers = typeof handler === "function" ? [handler] : Object.values(handler ?? {});
  if (handlers.every((one) => typeof one !== "function" || one.length <= 1)) return;
  throw new Error(`Cannot use the handler of ${pattern}: it takes more than one parameter; request and all are in ctx`);
}

/** Runs a page's handler and renders what it returns. `status` is the one of an error page. */
export async function runRoute(ctx: Context<unknown>, route: Route<never>, status?: number): Promise<Response> {
  const handler = handlerFor(route, ctx.req.method.toUpperCase() as Method, status !== undefined);
  const result = handler
    ? await traced("handler", { "fresh.span_type": "handler" }, () => handler(ctx as never))
    : { data: {} };
  if (result instanceof Response) return result;
  if (!("data" in Object(result))) {
    throw new Error(`Cannot answer ${ctx.url.pathname}: its ${ctx.req.method} returned neither a Response nor page()`);
  }
  const { component: page, config } = route;
  const init = { status: result.status ?? status, headers: headersOf(result.headers ?? {}) };
  return await renderPage(ctx, { page, data: result.data, config, init });
}

/** As upstream does it, a name given twice counts once: the last wins. */
function headersOf(given: HeadersInit): Record<string, string> {
  return Symbol.iterator in given ? Object.fromEntries(given) : given;
}

function handlerFor({ handler, component }: Route<never>, method: Method, isErrorPage: boolean) {
  if (typeof handler !== "object") return handler;
  const own: HandlerFn<unknown, never> | undefined = handler[method] ?? (method === "HEAD" ? handler.GET : undefined);
  const mayShowPage = component && (isErrorPage || method === "GET" || method === "HEAD");
  if (own || mayShowPage) return own;
  throw new HttpError(404); // a file whose methods the router could not know; upstream answers so too
}
