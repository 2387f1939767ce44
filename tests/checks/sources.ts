import { relative } from "node:path";
import { ROOT } from "../support/paths.ts";
import { walk } from "../runner/test_files.ts";

/** Every file of the project with one of these endings, relative to its root. */
export const listFiles = (endings: RegExp): string[] =>
  [...walk(ROOT)].map((path) => relative(ROOT, path)).filter((path) => endings.test(path)).sort();
