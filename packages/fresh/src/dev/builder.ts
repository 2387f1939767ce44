import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { App } from "../app.ts";
import { type Handler, listen, type ListenOptions } from "../listen.ts";
import { unsupported } from "../runtime/unsupported.ts";
import { APPLY_SNAPSHOT } from "../snapshot.ts";
import { memorySnapshot, type ResolvedBuildConfig, runBuild } from "./build.ts";
import { announceBuild, whenStarted } from "./dev_server.ts";
import { writeSnapshot } from "./disk_snapshot.ts";

/** What may be said of a project. Paths are absolute, `file:` URLs, or relative to `root`, the working directory. */
export interface BuildOptions extends Partial<Omit<ResolvedBuildConfig, "staticDir" | "mode">> {
  staticDir?: string | string[];
}

/** Builds an app's islands, and serves the app while it is being written. */
export class Builder {
  readonly config: ResolvedBuildConfig;
  readonly #islands: string[] = [];

  constructor(options: BuildOptions = {}) {
    const root = resolve(asPath(options.root ?? "."));
    const at = (path: string) => resolve(root, asPath(path));
    this.config = {
      ...options,
      root,
      target: options.target ?? ["chrome99", "firefox99", "safari15"],
      outDir: at(options.outDir ?? "_fresh"),
      staticDir: [options.staticDir ?? "static"].flat().map(at),
      islandDir: at(options.islandDir ?? "islands"),
      routeDir: at(options.routeDir ?? "routes"),
      serverEntry: at(options.serverEntry ?? "main.ts"),
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
    const start = async (): Promise<Handler> => {
      const build = runBuild({ ...this.config, mode: "development" }, this.#islands);
      const [snapshot, imported] = await Promise.all([build.then(memorySnapshot), importApp()]);
      const app = "app" in imported ? imported.app : imported;
      app[APPLY_SNAPSHOT](snapshot);
      return announceBuild(snapshot.buildId, `${app.config.basePath}/_frsh/alive`, app.handler());
    };
    await listen(whenStarted(start()), "", options);
  }
}

function asPath(pathOrUrl: string): string {
  return pathOrUrl.startsWith("file:") ? fileURLToPath(pathOrUrl) : pathOrUrl;
}
