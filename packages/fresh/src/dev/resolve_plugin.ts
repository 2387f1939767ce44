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
      // Relative paths, and what packages import from one another, esbuild finds by itself.
      build.onResolve({ filter: /^[^./]/ }, (args) => {
        const isOurs = args.pluginData !== PASS &&
          args.kind !== "entry-point" &&
          !args.importer.includes("node_modules");
        return isOurs ? resolveBare(build, root, imports, args) : undefined;
      });
    },
  };
}

async function resolveBare(
  build: PluginBuild,
  root: string,
  imports: Project["imports"],
  args: OnResolveArgs,
): Promise<OnResolveResult | undefined> {
  const target = mapSpecifier(imports, args.path);
  if (target.startsWith("/")) return { path: target };
  if (target.startsWith("file:")) return { path: fileURLToPath(target) };
  const fresh = /^(?:jsr:@fresh\/core(?:@[^/]+)?|fresh)(\/.*)?$/.exec(target);
  if (fresh) return resolveFresh(fresh[1], args);
  if (/^(jsr|https?|node):/.test(target)) {
    return { errors: [{ text: `Cannot bundle "${args.path}" for the browser: only npm packages and files can be` }] };
  }
  const name = target.replace(/^npm:\/?((?:@[^/]+\/)?[^@/]+)(?:@[^/]+)?/, "$1");
  const options = { kind: args.kind, importer: args.importer, pluginData: PASS };
  const found = await build.resolve(name, { ...options, resolveDir: root });
  return found.errors.length === 0 ? found : await build.resolve(name, { ...options, resolveDir: OWN_FOLDER });
}

function resolveFresh(part: string | undefined, { path }: OnResolveArgs): OnResolveResult {
  if (part === "/runtime") return { path: `${OWN_FOLDER}runtime.ts` };
  return {
    errors: [{
      text: `Cannot bundle "${path}" for the browser: it is server code; islands import "fresh/runtime"`,
    }],
  };
}

/** What the import map says: the exact name, else its longest prefix, as Deno reads it. */
function mapSpecifier(imports: Project["imports"], specifier: string): string {
  const exact = imports[specifier];
  if (exact !== undefined) return exact;
  const prefix = Object.keys(imports)
    .filter((name) => specifier.startsWith(name.endsWith("/") ? name : `${name}/`))
    .sort((a, b) => b.length - a.length)[0];
  return prefix === undefined ? specifier : imports[prefix] + specifier.slice(prefix.length);
}
