import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { fileURLToPath } from "node:url";
import type { Project } from "./project.ts";

const OWN_FOLDER = fileURLToPath(new URL("../../", import.meta.url));
const PASS = Symbol("resolved before");

/** Lets esbuild follow the project's import map, and npm packages as Deno installs them. */
export function importMapPlugin(root: string, { imports }: Project): Plugin {
  return {
    name: "import-map",
    setup(build) {
      const resolved = new Map<string, Promise<OnResolveResult>>(); // most files import the same few names
      // Relative paths, and what packages import from one another, esbuild finds by itself.
      build.onResolve({ filter: /^[^./]/ }, (args) => {
        const isEntry = args.kind === "entry-point" || args.pluginData === PASS;
        if (isEntry || args.importer.includes("node_modules")) return;
        const key = `${args.kind} ${args.path}`;
        const result = resolved.get(key) ?? resolveBare(build, root, mapSpecifier(imports, args.path), args);
        resolved.set(key, result);
        return result;
      });
    },
  };
}

async function resolveBare(
  build: PluginBuild,
  root: string,
  to: string,
  args: OnResolveArgs,
): Promise<OnResolveResult> {
  const { path, kind, importer } = args;
  if (to.startsWith("/")) return { path: to };
  if (to.startsWith("file:")) return { path: fileURLToPath(to) };
  if (/^(jsr:@fresh\/core(@[^/]+)?|fresh)\/runtime$/.test(to)) return { path: `${OWN_FOLDER}runtime.ts` };
  if (/^(jsr|https?|node):|^fresh(\/|$)/.test(to)) {
    const text = `Cannot bundle "${path}" for the browser: islands import files, npm packages and "fresh/runtime"; ` +
      `"fresh" itself is server code`;
    return { errors: [{ text }] };
  }
  const name = to.replace(/^npm:\/?((?:@[^/]+\/)?[^@/]+)(?:@[^/]+)?/, "$1");
  const options = { kind, importer, pluginData: PASS };
  const found = await build.resolve(name, { ...options, resolveDir: root });
  return found.errors.length === 0 ? found : await build.resolve(name, { ...options, resolveDir: OWN_FOLDER });
}

/** What the import map says: the exact name, else its longest prefix, as Deno reads it. */
function mapSpecifier(imports: Project["imports"], specifier: string): string {
  const names = Object.keys(imports).sort((a, b) => b.length - a.length);
  const name = names.find((one) => specifier === one || specifier.startsWith(one.endsWith("/") ? one : `${one}/`));
  return name === undefined ? specifier : imports[name] + specifier.slice(name.length);
}
