import { basename, extname, join, relative, sep } from "node:path";

const SOURCE = new Set([".ts", ".tsx", ".js", ".jsx"]);
const TESTS = [/[._]test\.[^.]+$/];

/** Files below a folder, sorted, as paths relative to it with `/`. A missing folder is empty. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  const visit = async (at: string): Promise<void> => {
    for await (const entry of Deno.readDir(at)) {
      const path = join(at, entry.name);
      if (entry.isDirectory || (entry.isSymlink && (await Deno.stat(path)).isDirectory)) await visit(path);
      else found.push(relative(folder, path).split(sep).join("/"));
    }
  };
  try {
    await visit(folder);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort();
}

/** Source files below a folder that are no tests. */
export async function sourcesBelow(folder: string, ignore: readonly RegExp[] = TESTS): Promise<string[]> {
  const files = await filesBelow(folder);
  return files.filter((file) => SOURCE.has(extname(file)) && !ignore.some((pattern) => pattern.test(file)));
}

/** Gives each file a name of its own, after its base name: equal names in different folders are told apart. */
export function nameFiles(paths: readonly string[]): Map<string, string> {
  const named = new Map<string, string>();
  for (const path of new Set(paths)) {
    const plain = basename(path, extname(path)).replaceAll(/[^\w-]/g, "_");
    let name = plain;
    for (let count = 1; named.has(name); count++) name = `${plain}_${count}`;
    named.set(name, path);
  }
  return named;
}
