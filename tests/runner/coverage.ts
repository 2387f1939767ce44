import { join, relative } from "node:path";
import { ROOT } from "../support/paths.ts";
import { run } from "../support/processes.ts";
import { walk } from "./test_files.ts";

/** What the figure is about: code that runs in the server. What runs in the browser is covered there. */
const COUNTED = /^(lib|db|routes|packages\/fresh)\/(?!.*(_test\.|\btests\/)).*\.tsx?$/;

export interface Coverage {
  /** The share of lines that were run, of all files that any test loaded. */
  readonly percent: number;
  /** Files with code in them that no test loaded. */
  readonly unseen: readonly string[];
}

/** Reads the raw coverage that `deno test` left in this folder. */
export async function readCoverage(folder: string): Promise<Coverage> {
  const report = `${folder}/lcov.info`;
  const include = `--include=^file://${ROOT}/(lib|db|routes|packages/fresh)/`;
  const args = ["coverage", "--lcov", `--output=${report}`, include, "--exclude=_test\\.tsx?$|/tests/", folder];
  await run(Deno.execPath(), args, { cwd: ROOT, env: { NO_COLOR: "1" } });
  const lcov = await Deno.readTextFile(report);
  const seen = new Set([...lcov.matchAll(/^SF:(.*)$/gm)].map(([, path = ""]) => relative(ROOT, path)));
  const ours = [...walk(ROOT)].map((path) => relative(ROOT, path)).filter((path) => COUNTED.test(path));
  return { percent: shareOfLines(lcov), unseen: ours.filter((path) => !seen.has(path) && hasCode(path)).sort() };
}

/** Files of types alone leave nothing to run. */
const hasCode = (path: string) =>
  /^(export )?(default |async )*(const|let|function|class|await)\b/m.test(Deno.readTextFileSync(join(ROOT, path)));

/** Sums up an LCOV report: `LF` counts the lines of a file, `LH` those that were run. */
export function shareOfLines(lcov: string): number {
  const sum = (field: string) =>
    [...lcov.matchAll(new RegExp(`^${field}:(\\d+)$`, "gm"))].reduce((total, [, count]) => total + Number(count), 0);
  const lines = sum("LF");
  return lines === 0 ? 0 : 100 * sum("LH") / lines;
}
