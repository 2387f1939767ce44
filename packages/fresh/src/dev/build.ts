import { join } from "node:path";
import { setBuildId } from "../runtime/asset.ts";
import { placeFile } from "../routing/file_pattern.ts";
import type { StaticFile } from "../snapshot.ts";
import { makeBuildId } from "./build_id.ts";
import { bundle, type SourceMapOptions } from "./bundle.ts";
import { nameFiles, sourcesBelow } from "./crawl.ts";
import { readProject } from "./project.ts";
import { readStatics, staticFile } from "./static_assets.ts";

/** Where things are, with absolute paths. */
export interface ResolvedBuildConfig {
  readonly root: string;
  readonly target: string | string[];
  readonly outDir: string;
  readonly staticDir: readonly string[];
  readonly islandDir: string;
  readonly routeDir: string;
  readonly serverEntry: string;
  readonly ignore?: readonly RegExp[];
  readonly sourceMap?: SourceMapOptions;
  readonly mode: "development" | "production";
}

/** A route file, and whether the app must have it before the first request. */
export interface BuiltRoute {
  readonly path: string;
  readonly file: string;
  readonly isEager: boolean;
}

/** What a build found and made; the disk writes it, the memory imports it. */
export interface Build {
  readonly buildId: string;
  readonly config: ResolvedBuildConfig;
  readonly entry: string;
  readonly reload?: string;
  readonly islands: readonly {
    readonly name: string;
    readonly file: string;
    readonly url: string;
  }[];
  readonly routes: readonly BuiltRoute[];
  readonly statics: ReadonlyMap<string, StaticFile>;
}

/** Finds routes, islands and static files, and bundles the islands. */
export async function runBuild(config: ResolvedBuildConfig, extraIslands: readonly string[]): Promise<Build> {
  const { root, mode, ignore } = config;
  const buildId = makeBuildId(mode);
  setBuildId(buildId);
  const project = await readProject(root);
  const sources = await sourcesBelow(config.routeDir, ignore);
  const islandFiles = [
    ...(await sourcesBelow(config.islandDir, ignore)).map((path) => join(config.islandDir, path)),
    ...sources.filter((path) => path.includes("(_islands)/")).map((path) => join(config.routeDir, path)),
    ...extraIslands,
  ];
  const entries = nameFiles(islandFiles);
  const [bundled, statics, routes] = await Promise.all([
    bundle({ ...config, project, entries: Object.fromEntries(entries) }),
    readStatics(config.staticDir),
    readRoutes(config.routeDir, sources),
  ]);
  const folder = `/_fresh/js/${buildId}/`;
  for (const [name, content] of bundled) {
    statics.set(folder + name, staticFile(name, content));
  }
  return {
    buildId,
    config,
    entry: `${folder}fresh-runtime.js`,
    reload: mode === "development" ? `${folder}fresh-reload.js` : undefined,
    islands: [...entries].map(([name, file]) => ({ name, file, url: `${folder}${name}.js` })),
    routes,
    statics,
  };
}

async function readRoutes(folder: string, paths: readonly string[]): Promise<BuiltRoute[]> {
  const routes = await Promise.all(
    paths.map(async (path): Promise<BuiltRoute[]> => {
      const place = placeFile(path);
      if (!place) return [];
      const file = join(folder, path);
      const isEager = place.kind !== "page" ||
        (await Deno.readTextFile(file)).includes("routeOverride");
      return [{ path, file, isEager }];
    }),
  );
  return routes.flat();
}
