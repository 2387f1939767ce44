import { run } from "../support/processes.ts";
import { ROOT } from "../support/paths.ts";

/** What the figure is about: code that runs in the server. What runs in the browser is covered there. */
const INCLUDED = `^file://${ROOT}/(lib|db|routes|packages/fresh)/`;
const EXCLUDED = "(_test\\.tsx?|/tests/.*)$";

/** The share of lines, in per cent, that the raw coverage in this folder says were run. */
export async function lineCoverage(folder: string): Promise<number> {
  const report = `${folder}/lcov.info`;
  const args = ["coverage", "--lcov", `--output=${report}`, `--include=${INCLUDED}`, `--exclude=${EXCLUDED}`, folder];
  await run(Deno.execPath(), args, { cwd: ROOT, env: { NO_COLOR: "1" } });
  return shareOfLines(await Deno.readTextFile(report));
}

/** Sums up an LCOV report: `LF` counts the lines of a file, `LH` those that were run. */
export function shareOfLines(lcov: string): number {
  const sum = (field: string) =>
    [...lcov.matchAll(new RegExp(`^${field}:(\\d+)$`, "gm"))].reduce((total, [, count]) => total + Number(count), 0);
  const lines = sum("LF");
  return lines === 0 ? 0 : 100 * sum("LH") / lines;
}
