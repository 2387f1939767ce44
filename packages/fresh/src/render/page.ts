import { type FunctionComponent, h, type VNode } from "preact";
import type { Context } from "../context.ts";
import type { PageComponent } from "../route.ts";
import { OWN } from "../snapshot.ts";
import { traced } from "../tracing.ts";
import type { LayoutConfig } from "../types.ts";
import { renderDocument } from "./document.ts";
import { isAsync } from "./state.ts";

/** What is rendered inside the layouts: a page component, or ready content. */
export interface PageToRender {
  readonly page?: PageComponent<never>;
  readonly content?: VNode | null;
  readonly data?: unknown;
  readonly config?: LayoutConfig;
  readonly init?: ResponseInit;
}

/** Renders a page, wraps it in its layouts and the app wrapper, and makes the response. */
export function renderPage(ctx: Context<unknown>, what: PageToRender): Promise<Response> {
  return traced("render", { "fresh.span_type": "render" }, async () => {
    const { layouts, appWrapper } = ctx[OWN].scope;
    const layers = [
      what.page,
      ...what.config?.skipInheritedLayouts ? [] : layouts.toReversed(),
      what.config?.skipAppWrapper ? null : appWrapper,
    ];
    let content: FunctionComponent = () => what.content ?? null;
    for (const layer of layers) {
      if (!layer) continue;
      const props = pageProps(ctx, layer === what.page ? what.data : null, content);
      // A component that was declared async is awaited here: the tree itself is rendered in one go.
      if (!isAsync(layer)) content = () => h(layer as FunctionComponent, props);
      else {
        const result = await traced("invoke async component", {}, () => layer(props));
        if (result instanceof Response) return result;
        content = () => result as VNode;
      }
    }
    const { html, preloads } = renderDocument(ctx, content);
    const response = new Response(html, what.init);
    response.headers.set("content-type", "text/html; charset=utf-8");
    const links = preloads.map((url) => `<${encodeURI(url)}>; rel="modulepreload"; as="script"`);
    if (links.length > 0) response.headers.append("link", links.join(", "));
    return response;
  });
}

function pageProps(ctx: Context<unknown>, data: unknown, Component: FunctionComponent): never {
  const { config, url, req, params, info, state, isPartial, route, error } = Object.assign(ctx, { data, Component });
  return { config, url, req, params, info, state, isPartial, route, error, Component, data } as never;
}
