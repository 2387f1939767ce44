import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, extname, join, relative, sep } from "node:path";

/** Files below a folder, sorted, as paths relative to it with `/`. A missing folder is empty. */
export async function filesBelow(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, "/")).sort();
}

/** Source files below a folder that are no tests. */
export async function sourcesBelow(
  folder: string,
  ignore: readonly RegExp[] = [/[._]test\.[^.]+$/],
): Promise<string[]> {
  const files = await filesBelow(folder);
  return files.filter((file) => /\.[jt]sx?$/.test(file) && !ignore.some((pattern) => pattern.test(file)));
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
