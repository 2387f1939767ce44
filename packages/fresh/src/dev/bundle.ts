import * as esbuild from "esbuild";
import { fileURLToPath } from "node:url";
import { envDefines, envPlugin, publicEnv } from "./env_plugin.ts";
import type { Project } from "./project.ts";
import { importMapPlugin } from "./resolve_plugin.ts";

/** How source maps are written; the names are esbuild's. */
export interface SourceMapOptions {
  kind: boolean | "linked" | "inline" | "external" | "both";
  sourceRoot?: string;
  sourcesContent?: boolean;
}

/** What to bundle for the browser. */
export interface BundleRequest {
  readonly root: string;
  readonly project: Project;
  readonly mode: "development" | "production";
  readonly target: string | string[];
  readonly sourceMap?: SourceMapOptions;
  /** Name → file. */
  readonly entries: Readonly<Record<string, string>>;
}

const CLIENT = new URL("../client/", import.meta.url);

/** Bundles the islands, their runtime and, in development, the reload client. Gives files by name. */
export async function bundle(request: BundleRequest): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const { root, project, mode, target, sourceMap } = request;
  const isDev = mode === "development";
  const env = publicEnv();
  const entryPoints: Record<string, string> = {
    ...request.entries,
    "fresh-runtime": fileURLToPath(new URL("boot.ts", CLIENT)),
    ...isDev &&
      { "fresh-reload": fileURLToPath(new URL("live_reload.ts", CLIENT)) },
  };
  try {
    const result = await esbuild.build({
      absWorkingDir: root,
      entryPoints,
      outdir: "/",
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "browser",
      target,
      minify: !isDev,
      sourcemap: sourceMap?.kind ?? (isDev ? "linked" : false),
      sourceRoot: sourceMap?.sourceRoot,
      sourcesContent: sourceMap?.sourcesContent,
      entryNames: "[name]",
      chunkNames: "chunk-[hash]",
      jsx: "automatic",
      jsxImportSource: project.jsxImportSource,
      tsconfigRaw: {},
      define: { "process.env.NODE_ENV": JSON.stringify(mode), ...envDefines(env) },
      plugins: [importMapPlugin(root, project), envPlugin(env)],
      metafile: true,
      write: false,
      logLevel: "silent",
    });
    refuseSecondPreact(result.metafile);
    return new Map(
      result.outputFiles.map(({ path, contents }) => [path.slice(1), contents as Uint8Array<ArrayBuffer>]),
    );
  } finally {
    await esbuild.stop();
  }
}

/** Hooks and signals of one copy do nothing in components of the other, so islands would silently stand still. */
function refuseSecondPreact({ inputs }: esbuild.Metafile): void {
  const copies = Object.keys(inputs)
    .map((path) => /^(.*node_modules\/preact)\/dist\/preact\.[a-z.]*js$/.exec(path)?.[1])
    .filter((path) => path !== undefined);
  if (copies.length < 2) return;
  throw new Error(
    `Cannot build: the islands use ${copies.length} copies of Preact, at ${
      copies.join(" and ")
    }. Give every entry of ` +
      `deno.json the same version, and delete the other copy`,
  );
}
