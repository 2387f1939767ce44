import { type FunctionComponent, h, type VNode } from "preact";
import { type Context, internals } from "../context.ts";
import { traced } from "../tracing.ts";
import type { LayoutConfig, PageComponent, PageProps } from "../types.ts";
import { renderDocument } from "./document.ts";

/** What is rendered inside the layouts: a page component, or ready content. */
export interface PageToRender<State> {
  readonly page?: PageComponent<State>;
  readonly content?: VNode | null;
  readonly data?: unknown;
  readonly css?: readonly string[];
  readonly config?: LayoutConfig;
  readonly init?: ResponseInit;
}

/** Renders a page, wraps it in its layouts and the app wrapper, and makes the response. */
export function renderPage<State>(ctx: Context<State>, what: PageToRender<State>): Promise<Response> {
  return traced("render", { "fresh.span_type": "render" }, async () => {
    const { scope } = internals(ctx);
    const layers: PageComponent<State>[] = what.page ? [what.page] : [];
    if (!what.config?.skipInheritedLayouts) {
      layers.push(...scope.layouts.toReversed());
    }
    if (scope.appWrapper && !what.config?.skipAppWrapper) {
      layers.push(scope.appWrapper);
    }

    let content: FunctionComponent = () => what.content ?? null;
    for (const layer of layers) {
      const props = pageProps(ctx, layer === what.page ? what.data : undefined, content);
      if (!isAsync(layer)) {
        content = () => h(layer as FunctionComponent<PageProps<never, State>>, props);
        continue;
      }
      const result = await traced("invoke async component", {}, () => Promise.resolve(layer(props)));
      if (result instanceof Response) return result;
      content = () => result as VNode;
    }
    return respond(ctx, renderDocument(ctx, content, what.css ?? []), what.init);
  });
}

function pageProps<State>(ctx: Context<State>, data: unknown, Component: FunctionComponent): PageProps<never, State> {
  const { config, url, req, params, info, state, isPartial, route, error } = ctx;
  Object.assign(ctx, { data, Component });
  return { config, url, req, params, info, state, isPartial, route, error, Component, data: data as never };
}

function isAsync<State>(component: PageComponent<State>): boolean {
  return component.constructor.name === "AsyncFunction";
}

function respond(
  ctx: Context<unknown>,
  rendered: { html: string; preloads: readonly string[]; nonce: string },
  init: ResponseInit = {},
): Response {
  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  internals(ctx).nonce = rendered.nonce;
  if (rendered.preloads.length > 0) {
    headers.append(
      "link",
      rendered.preloads.map((url) => `<${encodeURI(url)}>; rel="modulepreload"; as="script"`).join(", "),
    );
  }
  return new Response(rendered.html, { ...init, headers });
}
