import { dirname, join, resolve } from "node:path";

/** What the build needs to know of the project's `deno.json`. */
export interface Project {
  /** Specifier → target; relative targets are made absolute paths. */
  readonly imports: Readonly<Record<string, string>>;
  readonly jsxImportSource: string;
}

interface DenoConfig {
  readonly file: string;
  readonly imports?: Record<string, string>;
  readonly compilerOptions?: { jsx?: string; jsxImportSource?: string };
}

/** Reads the configuration that applies to `root`, and refuses what would give broken pages. */
export async function readProject(root: string): Promise<Project> {
  const configs = await configsAbove(root);
  const imports = Object.assign({}, ...configs.map(absoluteImports).reverse());
  return { imports, jsxImportSource: checkJsx(root, configs.find((config) => config.compilerOptions)) };
}

function checkJsx(root: string, config: DenoConfig | undefined): string {
  const { jsx, jsxImportSource } = config?.compilerOptions ?? {};
  const file = config?.file ?? "no deno.json there or above";
  const cure = 'Set "jsx": "react-jsx" and "jsxImportSource": "preact" in compilerOptions';
  if (jsx === "precompile") {
    const upstream = 'delete "links" to use upstream Fresh';
    throw new Error(
      `Cannot build ${root}: ${file} sets "jsx": "precompile", which is left out here. ${cure}, or ${upstream}`,
    );
  }
  if (!jsxImportSource) throw new Error(`Cannot build ${root}: ${file} has no "jsxImportSource". ${cure}`);
  return jsxImportSource;
}

/** Configuration files from `root` upwards, nearest first. */
async function configsAbove(root: string): Promise<DenoConfig[]> {
  const found: DenoConfig[] = [];
  for (let folder = resolve(root);; folder = dirname(folder)) {
    for (const file of [join(folder, "deno.json"), join(folder, "deno.jsonc")]) {
      const text = await Deno.readTextFile(file).catch(() => null);
      if (text !== null) found.push({ ...parseWithComments(text), file });
    }
    if (folder === dirname(folder)) return found;
  }
}

function parseWithComments(text: string): Omit<DenoConfig, "file"> {
  const removable = /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*[}\]])/g;
  return JSON.parse(text.replace(removable, (_, string) => string ?? ""));
}

function absoluteImports({ file, imports = {} }: DenoConfig): Record<string, string> {
  const absolute = (target: string): string => {
    if (!/^\.{0,2}\//.test(target)) return target;
    return resolve(dirname(file), target) + (target.endsWith("/") ? "/" : "");
  };
  return Object.fromEntries(Object.entries(imports).map(([name, target]) => [name, absolute(target)]));
}
