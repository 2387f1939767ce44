import * as esbuild from "esbuild";
import { fileURLToPath } from "node:url";
import type { ResolvedBuildConfig } from "./build.ts";
import { readProject } from "./project.ts";
import { importMapPlugin } from "./resolve_plugin.ts";

/** How source maps are written; the names are esbuild's. */
export interface SourceMapOptions extends Pick<esbuild.BuildOptions, "sourceRoot" | "sourcesContent"> {
  kind: NonNullable<esbuild.BuildOptions["sourcemap"]>;
}

type Bundle = Map<string, Uint8Array<ArrayBuffer>>;

const clientFile = (name: string): string => fileURLToPath(new URL(`../client/${name}`, import.meta.url));

/** Bundles islands (name → file), their runtime and, in development, the reload client. Gives files by name. */
export async function bundle(config: ResolvedBuildConfig, islands: ReadonlyMap<string, string>): Promise<Bundle> {
  const { root, mode, target } = config;
  const isDev = mode === "development";
  const { kind, ...sourceMap } = config.sourceMap ?? { kind: isDev ? "linked" : false };
  const project = await readProject(root);
  try {
    const result = await esbuild.build({
      absWorkingDir: root,
      entryPoints: {
        ...Object.fromEntries(islands),
        "fresh-runtime": clientFile("boot.ts"),
        ...isDev && { "fresh-reload": clientFile("live_reload.ts") },
      },
      outdir: "/",
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "browser",
      target,
      minify: !isDev,
      sourcemap: kind,
      ...sourceMap,
      chunkNames: "chunk-[hash]",
      jsx: "automatic",
      jsxImportSource: project.jsxImportSource,
      tsconfigRaw: {},
      define: { "process.env.NODE_ENV": JSON.stringify(mode) },
      plugins: [importMapPlugin(root, project)],
      metafile: true,
      write: false,
      logLevel: "silent",
    });
    refuseSecondPreact(result.metafile);
    return new Map(result.outputFiles.map((file) => [file.path.slice(1), withPublicEnv(file)]));
  } finally {
    await esbuild.stop();
  }
}

/** Writes the values of `FRESH_PUBLIC_…` variables over the calls that ask for them; others stay on the server. */
function withPublicEnv({ path, text, contents }: esbuild.OutputFile): Uint8Array<ArrayBuffer> {
  if (!path.endsWith(".js") || !text.includes("FRESH_PUBLIC_")) return contents as Uint8Array<ArrayBuffer>;
  const asked = /\bDeno\.env\.get\(\s*(["'`])(FRESH_PUBLIC_\w+)\1\s*\)|\bprocess\.env\.(FRESH_PUBLIC_\w+)/g;
  const valueOf = (name: string): string => JSON.stringify(Deno.env.get(name)) ?? "undefined";
  return new TextEncoder().encode(text.replace(asked, (_, __, ofDeno, ofNode) => valueOf(ofDeno ?? ofNode)));
}

/** Hooks and signals of one copy do nothing in components of the other, so islands would silently stand still. */
function refuseSecondPreact({ inputs }: esbuild.Metafile): void {
  const copies = Object.keys(inputs).filter((path) => /node_modules\/preact\/dist\/preact\.[a-z.]*js$/.test(path));
  if (copies.length < 2) return;
  throw new Error(
    `Cannot build: the islands use ${copies.length} copies of Preact, ${copies.join(" and ")}. Give every entry of ` +
      "deno.json the same version, and delete the other copy",
  );
}
