import type { RouteFile } from "../snapshot.ts";
import type { MaybeLazy, Middleware, PageComponent, Route } from "../types.ts";
import { keepLazy } from "./chain.ts";
import { compareFiles, type FilePlace, placeFile } from "./file_pattern.ts";
import { joinPaths } from "./segments.ts";
import type { Site } from "./site.ts";

/** What a route file may export. */
interface RouteModule extends Omit<Route<never>, "component"> {
  default?: unknown;
  handlers?: unknown;
}

/** Registers the files below `routes/`, each folder's special files before its pages. */
export function addFileRoutes(site: Site, files: readonly RouteFile[], prefix: string): void {
  const base = prefix.replace(/\/?\*?$/, "");
  const placed = files.flatMap((file) => {
    const place = placeFile(file.path);
    if (!place) return [];
    return [{ ...file, ...place, pattern: joinPaths(base, place.pattern), place: joinPaths(base, place.place) }];
  });
  for (const file of placed.sort(compareFiles)) {
    const { path, kind, pattern, place, module } = file;
    if (kind !== "page") addSpecial(site, file, module ?? {});
    else if (!module) site.addRoute(pattern, async () => toRoute(await file.load(), path), {}, place);
    else {
      const route = toRoute(module, path);
      site.addRoute(route.config?.routeOverride ?? pattern, route, {}, place);
    }
  }
}

function addSpecial(site: Site, { kind, place, path }: FilePlace, module: RouteModule): void {
  const segment = site.root.at(place);
  if (kind === "app") segment.appWrapper = componentOf(module, path);
  else if (kind === "layout") segment.layout = { component: componentOf(module, path), config: module.config ?? {} };
  else if (kind === "middleware") segment.middlewares.push(...middlewaresOf(module, path));
  else if (kind === "404") site.notFound = toRoute(module, path);
  else segment.errorRoute = toRoute(module, path);
  if (kind === "layout" && (module.handler ?? module.handlers)) {
    warn(`Cannot use the handler in ${path}: a layout has none`);
  }
}

function componentOf(module: RouteModule, path: string): PageComponent<never> {
  if (typeof module.default === "function") return module.default as PageComponent<never>;
  throw new Error(`Cannot use ${path}: it has no component as its default export`);
}

function middlewaresOf(module: RouteModule, path: string): Middleware<unknown>[] {
  const list = [module.default ?? module.handler ?? module.handlers].flat();
  if (list.every((one) => typeof one === "function")) {
    return list.map((one) => keepLazy(one as MaybeLazy<Middleware<never>>));
  }
  warn(`Cannot use ${path}: it must export a function or an array of functions; it is skipped`);
  return [];
}

function toRoute(module: RouteModule, path: string): Route<never> {
  const { default: component, config, css } = module;
  const handler = module.handler ?? module.handlers;
  if (component ?? handler ?? config ?? css) return { component, handler, config, css } as Route<never>;
  throw new Error(`Cannot find relevant exports in ${path}: export a default component, handler or config`);
}

function warn(text: string): void {
  // deno-lint-ignore no-console
  console.warn(text);
}
