import type { Scope } from "../context.ts";
import type { LayoutConfig, Middleware, PageComponent, Route } from "../types.ts";

/** What is registered at one place of the tree of paths, such as `/admin`. */
export class Segment<State> {
  readonly middlewares: Middleware<State>[] = [];
  layout: { component: PageComponent<State>; config: LayoutConfig } | null = null;
  errorRoute: Route<State> | null = null;
  appWrapper: PageComponent<State> | null = null;
  readonly #children = new Map<string, Segment<State>>();

  /** The segments from here down to `path`, created where missing. Parts are compared as pattern text. */
  walk(path: string): Segment<State>[] {
    const line: Segment<State>[] = [this];
    let segment: Segment<State> = this as Segment<State>;
    for (const part of partsOf(path)) {
      const child: Segment<State> = segment.#children.get(part) ??
        new Segment<State>();
      segment.#children.set(part, child);
      line.push(segment = child);
    }
    return line;
  }
}

/** The last segment of `walk(path)`. */
export function segmentAt<State>(root: Segment<State>, path: string): Segment<State> {
  return root.walk(path).at(-1) ?? root;
}

/** The scope inside `segment`, given the one around it. */
export function innerScope<State>(outer: Scope<State>, { layout, appWrapper }: Segment<State>): Scope<State> {
  const wrapper = appWrapper ?? outer.appWrapper;
  if (!layout) return { layouts: outer.layouts, appWrapper: wrapper };
  const inherited = layout.config.skipInheritedLayouts ? [] : outer.layouts;
  return { layouts: [...inherited, layout.component], appWrapper: layout.config.skipAppWrapper ? null : wrapper };
}

/** Refuses paths that upstream accepts and then never applies: a guard there would be silently dead. */
export function checkGuardPath(method: string, path: string): void {
  if (path === "*" || !path.endsWith("/*")) return;
  const fixed = path.slice(0, -2) || "*";
  throw new Error(
    `Cannot register ${method}("${path}"): Fresh 2.3 never applies it, so a guard there would protect nothing. ` +
      `Write ${method}("${fixed}"), which covers ${fixed === "*" ? "everything" : `${fixed} and all below it`}`,
  );
}

function partsOf(path: string): string[] {
  return path === "*" ? [] : path.split("/").filter((part) => part !== "");
}
