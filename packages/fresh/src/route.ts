import type { ComponentChildren } from "preact";
import type { PageProps, RouteConfig, RouteHandler } from "./types.ts";

/** What a component of a page gives: something to render, or a response to send as it is. */
export type Rendered = ComponentChildren | Response | Promise<ComponentChildren | Response>;

/** A page, layout, app wrapper or error page. An async one is awaited, and may answer with a `Response`. */
export type PageComponent<State, Data = never> = (props: PageProps<Data, State>) => Rendered;

/** A page without a file. */
export interface Route<State> {
  component?: PageComponent<State>;
  handler?: RouteHandler<unknown, State>;
  config?: RouteConfig;
}

/** The layouts, outermost first, and the app wrapper that surround what is rendered at a point of the route tree. */
export interface Scope {
  readonly layouts: readonly PageComponent<never>[];
  readonly appWrapper: PageComponent<never> | null;
}
