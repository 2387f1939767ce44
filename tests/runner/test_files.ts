import { join, relative } from "node:path";
import { ROOT } from "../support/paths.ts";

/** Which tests run together: those that can share the machine, and those that want it for themselves. */
export type Kind = "fast" | "faults" | "browser";

const SKIPPED_FOLDERS = new Set(["node_modules", "_fresh", "data", "coverage", "shots"]);

/** Every test file of the project, relative to its root, sorted. */
export function findTestFiles(): string[] {
  return [...walk(ROOT)].filter((path) => /_test\.tsx?$/.test(path)).map((path) => relative(ROOT, path)).sort();
}

export function kindOf(file: string): Kind {
  if (file.startsWith("tests/faults/")) return "faults";
  if (file.startsWith("tests/browser/") || file.startsWith("packages/fresh/tests/browser/")) return "browser";
  if (file === "tests/support/browser_test.ts") return "browser";
  return "fast";
}

/** Tests that start the product serve its built pages. */
export const needsBundles = (file: string): boolean => /^tests\/(?!support|runner|checks)/.test(file);

/** The files that lie at or under one of these paths; all of them when none is given. */
export function narrow(files: readonly string[], paths: readonly string[]): string[] {
  const wanted = paths.map((path) => relative(ROOT, join(Deno.cwd(), path)));
  return files.filter((file) => wanted.length === 0 || wanted.some((path) => isAtOrUnder(file, path)));
}

const isAtOrUnder = (file: string, path: string) => path === "" || file === path || file.startsWith(`${path}/`);

/** Every file of the project that is ours, by absolute path. */
export function* walk(folder: string): Generator<string> {
  for (const { name, isDirectory, isFile } of Deno.readDirSync(folder)) {
    if (isFile) yield join(folder, name);
    if (isDirectory && !name.startsWith(".") && !SKIPPED_FOLDERS.has(name)) yield* walk(join(folder, name));
  }
}
