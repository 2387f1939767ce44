import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { App } from "../app.ts";
import { listen, type ListenOptions } from "../listen.ts";
import { unsupported } from "../runtime/unsupported.ts";
import { APPLY_SNAPSHOT } from "../snapshot.ts";
import { memorySnapshot, type ResolvedBuildConfig, runBuild } from "./build.ts";
import type { SourceMapOptions } from "./bundle.ts";
import { devHandler, type StartedApp } from "./dev_server.ts";
import { writeSnapshot } from "./disk_snapshot.ts";

/** Where the project is. Paths are absolute, `file:` URLs, or relative to `root`. */
export interface BuildOptions {
  /** The working directory by default. */
  root?: string;
  /** Browsers to build for, in esbuild's notation. */
  target?: string | string[];
  outDir?: string;
  /** Of several folders, the first that has a file gives it. */
  staticDir?: string | string[];
  islandDir?: string;
  routeDir?: string;
  serverEntry?: string;
  /** File names that are neither routes nor islands; tests by default. */
  ignore?: RegExp[];
  sourceMap?: SourceMapOptions;
}

/** Builds an app's islands, and serves the app while it is being written. */
export class Builder {
  readonly config: ResolvedBuildConfig;
  readonly #islands: string[] = [];

  constructor(options: BuildOptions = {}) {
    const root = resolve(asPath(options.root ?? "."));
    const at = (path: string) => resolve(root, asPath(path));
    this.config = {
      root,
      target: options.target ?? ["chrome99", "firefox99", "safari15"],
      outDir: at(options.outDir ?? "_fresh"),
      staticDir: [options.staticDir ?? "static"].flat().map(at),
      islandDir: at(options.islandDir ?? "islands"),
      routeDir: at(options.routeDir ?? "routes"),
      serverEntry: at(options.serverEntry ?? "main.ts"),
      ignore: options.ignore,
      sourceMap: options.sourceMap,
      mode: "production",
    };
  }

  /** Adds a file of islands that is in no folder of islands. */
  registerIsland(pathOrUrl: string): void {
    this.#islands.push(resolve(this.config.root, asPath(pathOrUrl)));
  }

  /** Upstream's way to change static files while building; this package leaves it out. */
  onTransformStaticFile(): never {
    throw unsupported("builder.onTransformStaticFile()", "Prepare the files before the build");
  }

  /** Builds, and gives a function that makes an app use the build. With `"memory"` nothing is written. */
  async build(
    options: { mode?: "development" | "production"; snapshot?: "disk" | "memory" } = {},
  ): Promise<<State>(app: App<State>) => void> {
    const { mode = "production", snapshot = "disk" } = options;
    const build = await runBuild({ ...this.config, mode }, this.#islands);
    if (snapshot === "disk") await writeSnapshot(build, this.config);
    // What is on disk is imported by its server: the build itself must not run the app's modules.
    const made = snapshot === "disk" ? null : await memorySnapshot(build);
    return (app) => {
      if (!made) throw new Error('Cannot apply a build on disk: import its server.js, or use { snapshot: "memory" }');
      app[APPLY_SNAPSHOT](made);
    };
  }

  /** Serves the app with its latest sources. Run with `--watch`: a change restarts the process, and pages reload. */
  async listen<State>(
    importApp: () => Promise<{ app: App<State> } | App<State>>,
    options: ListenOptions = {},
  ): Promise<void> {
    const start = async (): Promise<StartedApp> => {
      const build = runBuild({ ...this.config, mode: "development" }, this.#islands);
      const [snapshot, imported] = await Promise.all([build.then(memorySnapshot), importApp()]);
      const app = "app" in imported ? imported.app : imported;
      app[APPLY_SNAPSHOT](snapshot);
      return { handler: app.handler(), build: snapshot.buildId, basePath: app.config.basePath };
    };
    await listen(devHandler(start()), "", options);
  }
}

function asPath(pathOrUrl: string): string {
  return pathOrUrl.startsWith("file:") ? fileURLToPath(pathOrUrl) : pathOrUrl;
}
