import type { PageComponent, Route } from "../route.ts";
import { unsupported } from "../runtime/unsupported.ts";
import type { RouteFile } from "../snapshot.ts";
import type { LayoutConfig, MaybeLazy, Middleware } from "../types.ts";
import { keepLazy } from "./chain.ts";
import { compareFiles, type FilePlace, placeFile } from "./file_pattern.ts";
import { joinPaths } from "./segments.ts";
import type { Site } from "./site.ts";

/** What a route file may export. */
type RouteModule = { readonly [name in "default" | "handler" | "handlers" | "config" | "css"]?: unknown };

/** Registers the files below `routes/`, each folder's special files before its pages. */
export function addFileRoutes(site: Site, files: readonly RouteFile[], prefix: string): void {
  const base = prefix.replace(/\/?\*?$/, "");
  const placed = files.flatMap((file) => {
    const place = placeFile(file.path);
    return place ? [{ ...file, ...place, pattern: joinPaths(base, place.pattern), place: base + place.place }] : [];
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
  if (kind === "_app") segment.appWrapper = componentOf(module, path);
  else if (kind === "_layout") {
    segment.layout = { component: componentOf(module, path), config: module.config as LayoutConfig ?? {} };
    if (module.handler ?? module.handlers) warn(`Cannot use the handler in ${path}: a layout has none`);
  } else if (kind === "_middleware") segment.middlewares.push(...middlewaresOf(module, path));
  else if (kind === "_404") site.notFound = toRoute(module, path);
  else segment.errorRoute = toRoute(module, path);
}

function componentOf(module: RouteModule, path: string): PageComponent<never> {
  if (typeof module.default === "function") return module.default as PageComponent<never>;
  throw new Error(`Cannot use ${path}: it has no component as its default export`);
}

function middlewaresOf(module: RouteModule, path: string): Middleware<unknown>[] {
  const list = [module.default ?? module.handler ?? module.handlers].flat();
  const isMiddleware = (one: unknown): one is MaybeLazy<Middleware<never>> => typeof one === "function";
  if (list.every(isMiddleware)) return list.map(keepLazy);
  warn(`Cannot use ${path}: it must export a function or an array of functions; it is skipped`);
  return [];
}

function toRoute(module: RouteModule, path: string): Route<never> {
  const { default: component, config } = module;
  const handler = module.handler ?? module.handlers;
  if (module.css) throw unsupported(`css in ${path}`, "Write a <link> in <Head>");
  if (component ?? handler ?? config) return { component, handler, config } as Route<never>;
  throw new Error(`Cannot find relevant exports in ${path}: export a default component, handler or config`);
}

function warn(text: string): void {
  // deno-lint-ignore no-console
  console.warn(text);
}
