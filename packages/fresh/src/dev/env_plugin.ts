import type { Loader, Plugin } from "esbuild";
import { extname } from "node:path";

type Env = Readonly<Record<string, string>>;

/** The environment that islands may see. */
export function publicEnv(): Env {
  return Object.fromEntries(Object.entries(Deno.env.toObject()).filter(([name]) => name.startsWith("FRESH_PUBLIC_")));
}

/** Writes the value of `Deno.env.get("FRESH_PUBLIC_…")` into islands; other variables stay on the server. */
export function envPlugin(env: Env): Plugin {
  const literal = /\bDeno\.env\.get\(\s*(["'`])(FRESH_PUBLIC_\w+)\1\s*,?\s*\)/g;
  return {
    name: "public-env",
    setup(build) {
      build.onLoad({ filter: /\.[jt]sx?$/ }, async ({ path }) => {
        if (path.includes("node_modules")) return;
        const source = await Deno.readTextFile(path);
        const contents = source.replace(literal, (_, __, name) => JSON.stringify(env[name]) ?? "undefined");
        return { contents, loader: extname(path).slice(1) as Loader };
      });
    },
  };
}

/** The same values for `process.env.FRESH_PUBLIC_…`, as esbuild takes them. */
export function envDefines(env: Env): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [`process.env.${name}`, JSON.stringify(value)]));
}
