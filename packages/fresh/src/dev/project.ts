import { dirname, join, resolve } from "node:path";
import { unsupported } from "../runtime/unsupported.ts";

/** What the build needs to know of the project's `deno.json`. */
export interface Project {
  /** Specifier → target; relative targets are made absolute paths. */
  readonly imports: Readonly<Record<string, string>>;
  readonly jsxImportSource: string;
}

interface DenoConfig {
  readonly imports?: Record<string, string>;
  readonly compilerOptions?: { jsx?: string; jsxImportSource?: string };
}

/** Reads the configuration that applies to `root`, and refuses what would give broken pages. */
export async function readProject(root: string): Promise<Project> {
  const imports: Record<string, string> = {};
  let jsxImportSource: string | undefined;
  for (let folder = resolve(root), last = ""; folder !== last; folder = dirname(last)) {
    last = folder;
    for (const file of [join(folder, "deno.json"), join(folder, "deno.jsonc")]) {
      const config = await readConfig(file);
      if (config.compilerOptions) jsxImportSource ??= checkJsx(file, config.compilerOptions);
      // The nearest file that names a specifier is the one that counts.
      for (const [name, target] of Object.entries(config.imports ?? {})) imports[name] ??= absolute(folder, target);
    }
  }
  if (!jsxImportSource) throw new Error(`Cannot build ${root}: found no deno.json with compilerOptions. ${CURE}`);
  return { imports, jsxImportSource };
}

const CURE = 'Set "jsx": "react-jsx" and "jsxImportSource": "preact" in compilerOptions';

function checkJsx(file: string, { jsx, jsxImportSource }: NonNullable<DenoConfig["compilerOptions"]>): string {
  if (jsx === "precompile") throw unsupported(`"jsx": "precompile" in ${file}`, CURE);
  if (!jsxImportSource) throw new Error(`Cannot build: ${file} has no "jsxImportSource". ${CURE}`);
  return jsxImportSource;
}

/** A `deno.json`, which may have comments and commas at ends; nothing if there is none. */
async function readConfig(file: string): Promise<DenoConfig> {
  const text = await Deno.readTextFile(file).catch(() => "{}");
  const removable = /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*[}\]])/g;
  return JSON.parse(text.replace(removable, (_, string) => string ?? ""));
}

/** A relative target as a path; others, such as `npm:preact`, as they are. */
function absolute(folder: string, target: string): string {
  if (!/^\.{0,2}\//.test(target)) return target;
  return resolve(folder, target) + (target.endsWith("/") ? "/" : "");
}
