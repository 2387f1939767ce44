import type { PageComponent, Route, Scope } from "../route.ts";
import type { LayoutConfig, Middleware } from "../types.ts";

/** What is registered at one place of the tree of paths, such as `/admin`. */
export class Segment {
  readonly middlewares: Middleware<unknown>[] = [];
  layout: { component: PageComponent<never>; config: LayoutConfig } | null = null;
  errorRoute: Route<never> | null = null;
  appWrapper: PageComponent<never> | null = null;
  readonly #children = new Map<string, Segment>();

  /** The segments from here down to `path`, created where missing. Optional parts count for nothing. */
  walk(path: string): Segment[] {
    const [part, ...rest] = path.replaceAll(/\{.*?\}\??/g, "").split("/").filter((one) => one !== "" && one !== "*");
    if (part === undefined) return [this];
    const child = this.#children.get(part) ?? new Segment();
    this.#children.set(part, child);
    return [this, ...child.walk(rest.join("/"))];
  }

  /** The segment of `path`. */
  at(path: string): Segment {
    return this.walk(path).at(-1) ?? this;
  }

  /** The scope inside this segment, given the one around it. */
  scopeIn(outer: Scope): Scope {
    const appWrapper = this.appWrapper ?? outer.appWrapper;
    if (!this.layout) return { layouts: outer.layouts, appWrapper };
    const { component, config } = this.layout;
    return {
      layouts: config.skipInheritedLayouts ? [component] : [...outer.layouts, component],
      appWrapper: config.skipAppWrapper ? null : appWrapper,
    };
  }
}

/** A path below another; the root below another is that other itself. */
export function joinPaths(base: string, path: string): string {
  return base !== "" && path === "/" ? base : base + path;
}

/** Refuses paths that upstream accepts and then never applies: a guard there would be silently dead. */
export function checkGuardPath(method: string, path: string): void {
  if (path === "*" || !path.endsWith("/*")) return;
  const fixed = path.slice(0, -2) || "*";
  throw new Error(
    `Cannot register ${method}("${path}"): Fresh 2.3 never applies it, so a guard there would protect nothing. ` +
      `Write ${method}("${fixed}"): it covers everything there and below`,
  );
}
