import type { RouteFile } from "../snapshot.ts";
import type { LayoutConfig, Middleware, PageComponent, Route, RouteConfig } from "../types.ts";
import { keepLazy } from "./lazy.ts";
import { compareFiles, type FilePlace, placeFile } from "./file_pattern.ts";
import type { Site } from "./site.ts";
import { segmentAt } from "./segments.ts";

type Module = Record<string, unknown>;

/** Registers the files below `routes/`, each folder's special files before its pages. */
export function addFileRoutes<State>(site: Site<State>, files: readonly RouteFile[], prefix: string): void {
  const base = prefix === "*" || prefix === "/" ? "" : prefix.replace(/\/?\*?$/, "");
  const placed = files.map((file) => ({ file, place: placeFile(file.path) }))
    .filter((one): one is { file: RouteFile; place: FilePlace } => one.place !== null)
    .sort((a, b) => compareFiles(a.place, b.place));
  for (const { file, place } of placed) {
    const at = { ...place, pattern: base + place.pattern, place: base + place.place };
    if (at.kind !== "page") addSpecial(site, at, file.module ?? {});
    else if (file.module) addPage(site, at, file.module);
    else {site.addRoute(
        at.pattern,
        async () => toRoute<State>(await file.load(), at.path),
        {},
        at.place,
      );}
  }
}

function addPage<State>(site: Site<State>, { pattern, place, path }: FilePlace, module: Module): void {
  const route = toRoute<State>(module, path);
  site.addRoute(route.config?.routeOverride ?? pattern, route, {}, place);
}

function addSpecial<State>(site: Site<State>, { kind, place, path }: FilePlace, module: Module): void {
  const segment = segmentAt(site.root, place);
  switch (kind) {
    case "app":
      segment.appWrapper = componentOf(module, path);
      break;
    case "layout":
      if (module.handler ?? module.handlers) {
        warn(`Cannot use the handler in ${path}: a layout has none`);
      }
      segment.layout = { component: componentOf(module, path), config: (module.config ?? {}) as LayoutConfig };
      break;
    case "middleware":
      segment.middlewares.push(...middlewaresOf<State>(module, path));
      break;
    case "404":
      site.notFound = toRoute(module, path);
      break;
    default:
      segment.errorRoute = toRoute(module, path);
  }
}

function componentOf<State>(module: Module, path: string): PageComponent<State> {
  if (typeof module.default === "function") {
    return module.default as PageComponent<State>;
  }
  throw new Error(`Cannot use ${path}: it has no component as its default export`);
}

function middlewaresOf<State>(module: Module, path: string): Middleware<State>[] {
  const found = module.default ?? module.handler ?? module.handlers;
  const list = Array.isArray(found) ? found : [found];
  if (list.every((one) => typeof one === "function")) {
    return list.map((one) => keepLazy<State>(one));
  }
  warn(
    `Cannot use ${path}: it must export a function or an array of functions; it is skipped`,
  );
  return [];
}

function toRoute<State>(module: Module, path: string): Route<State> {
  const { default: component, config, css } = module;
  const handler = module.handler ?? module.handlers;
  if (!component && !handler && !config && !css) {
    throw new Error(`Cannot find relevant exports in ${path}: export a default component, handler or config`);
  }
  return {
    component: component as PageComponent<State> | undefined,
    handler: handler as Route<State>["handler"],
    config: config as RouteConfig | undefined,
    css: css as string[] | undefined,
  };
}

function warn(text: string): void {
  // deno-lint-ignore no-console
  console.warn(text);
}
