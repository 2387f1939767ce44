import { createHash } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { placeFile } from "../routing/file_pattern.ts";
import { setBuildId } from "../runtime/asset.ts";
import { newBuildId, type RouteFile, type Snapshot } from "../snapshot.ts";
import { bundle, type SourceMapOptions } from "./bundle.ts";
import { nameFiles, sourcesBelow } from "./crawl.ts";
import { readStatics, staticFile } from "./static_assets.ts";

/** Where things are, with absolute paths. */
export interface ResolvedBuildConfig {
  readonly root: string;
  /** Browsers to build for, in esbuild's notation. */
  readonly target: string | string[];
  readonly outDir: string;
  /** Of several folders, the first that has a file gives it. */
  readonly staticDir: readonly string[];
  readonly islandDir: string;
  readonly routeDir: string;
  readonly serverEntry: string;
  /** File names that are neither routes nor islands; tests by default. */
  readonly ignore?: readonly RegExp[];
  readonly sourceMap?: SourceMapOptions;
  readonly mode: "development" | "production";
}

/** What a build found and made: a snapshot with files in the place of modules. */
export interface Build extends Omit<Snapshot, "islands" | "routes"> {
  readonly islands: readonly { readonly name: string; readonly url: string; readonly file: string }[];
  /** Eager ones the app must have before the first request. */
  readonly routes: readonly { readonly path: string; readonly file: string; readonly isEager: boolean }[];
}

/** Finds routes, islands and static files, and bundles the islands. */
export async function runBuild(config: ResolvedBuildConfig, extraIslands: readonly string[]): Promise<Build> {
  const { root, mode, ignore, islandDir, routeDir } = config;
  const buildId = makeBuildId(mode);
  setBuildId(buildId);
  const sources = await sourcesBelow(routeDir, ignore);
  const islandFiles = (await sourcesBelow(islandDir, ignore)).map((path) => join(islandDir, path));
  const localIslands = sources.filter((path) => path.includes("(_islands)/")).map((path) => join(routeDir, path));
  const islands = nameFiles([...islandFiles, ...localIslands, ...extraIslands]);
  const [bundled, statics, routes] = await Promise.all([
    bundle(config, islands),
    readStatics(config.staticDir),
    Promise.all(
      sources.filter(placeFile).map(async (path) => {
        const file = join(routeDir, path);
        const isSpecial = placeFile(path)?.kind !== "page";
        return { path, file, isEager: isSpecial || (await Deno.readTextFile(file)).includes("routeOverride") };
      }),
    ),
  ]);
  const at = (name: string): string => `/_fresh/js/${buildId}/${name}.js`;
  for (const [name, content] of bundled) statics.set(`/_fresh/js/${buildId}/${name}`, staticFile(name, content));
  return {
    buildId,
    root,
    mode,
    entry: at("fresh-runtime"),
    reload: mode === "development" ? at("fresh-reload") : undefined,
    islands: [...islands].map(([name, file]) => ({ name, url: at(name), file })),
    routes,
    statics,
  };
}

/** Makes a build usable in this process, without writing anything. */
export async function memorySnapshot(build: Build): Promise<Snapshot> {
  const load = (file: string): Promise<Record<string, unknown>> => import(pathToFileURL(file).href);
  const islands = build.islands.map(async ({ file, ...island }) => ({ ...island, exports: await load(file) }));
  const routes = build.routes.map(async ({ path, file, isEager }): Promise<RouteFile> => {
    return { path, load: () => load(file), module: isEager ? await load(file) : undefined };
  });
  return { ...build, islands: await Promise.all(islands), routes: await Promise.all(routes) };
}

/** Forty hex digits: of the deployment if there is one, else of this build alone. */
function makeBuildId(mode: string): string {
  const names = mode === "production" ? ["DENO_DEPLOYMENT_ID", "GITHUB_SHA", "CI_COMMIT_SHA"] : [];
  const given = names.map((name) => Deno.env.get(name)).find(Boolean) ?? newBuildId();
  return /^[0-9a-f]{40}$/.test(given) ? given : createHash("sha1").update(given).digest("hex");
}
