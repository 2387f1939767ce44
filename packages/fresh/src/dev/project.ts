import { dirname, join, resolve } from "node:path";

/** What the build needs to know of the project's `deno.json`. */
export interface Project {
  /** Specifier → target; relative targets are made absolute paths. */
  readonly imports: Readonly<Record<string, string>>;
  readonly jsxImportSource: string;
}

interface DenoConfig {
  imports?: Record<string, string>;
  compilerOptions?: { jsx?: string; jsxImportSource?: string };
}

/** Reads the configuration that applies to `root`, and refuses what would give broken pages. */
export async function readProject(root: string): Promise<Project> {
  const imports: Record<string, string> = {};
  let settings: {
    file: string;
    options: NonNullable<DenoConfig["compilerOptions"]>;
  } | null = null;
  for (const { file, config } of await configsAbove(root)) {
    for (const [name, target] of Object.entries(config.imports ?? {})) {
      imports[name] ??= /^\.{0,2}\//.test(target) ? absolute(dirname(file), target) : target;
    }
    if (config.compilerOptions) {
      settings ??= { file, options: config.compilerOptions };
    }
  }
  return { imports, jsxImportSource: checkJsx(root, settings) };
}

function checkJsx(
  root: string,
  settings: {
    file: string;
    options: NonNullable<DenoConfig["compilerOptions"]>;
  } | null,
): string {
  const add = 'Add "jsx": "react-jsx" and "jsxImportSource": "preact" to compilerOptions';
  if (!settings) {
    throw new Error(`Cannot build ${root}: no deno.json there or above has compilerOptions. ${add}`);
  }
  const { file, options: { jsx, jsxImportSource } } = settings;
  if (!jsxImportSource) {
    throw new Error(`Cannot build ${root}: ${file} has no "jsxImportSource". ${add}`);
  }
  if (jsx === "precompile") {
    throw new Error(
      `Cannot build ${root}: ${file} sets "jsx": "precompile", which this build of fresh does not know. ${add}, or ` +
        `delete "links" to use upstream Fresh`,
    );
  }
  return jsxImportSource;
}

/** Configuration files from `root` upwards, nearest first. */
async function configsAbove(
  root: string,
): Promise<{ file: string; config: DenoConfig }[]> {
  const found: { file: string; config: DenoConfig }[] = [];
  for (let folder = resolve(root);; folder = dirname(folder)) {
    for (const name of ["deno.json", "deno.jsonc"]) {
      const file = join(folder, name);
      const text = await readIfThere(file);
      if (text !== null) found.push({ file, config: parseWithComments(text) });
    }
    if (folder === dirname(folder)) return found;
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function parseWithComments(text: string): DenoConfig {
  const plain = text.replace(
    /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=\s*[}\]])/g,
    (_, string) => string ?? "",
  );
  return JSON.parse(plain);
}

function absolute(folder: string, target: string): string {
  return target.endsWith("/") ? `${resolve(folder, target)}/` : resolve(folder, target);
}
