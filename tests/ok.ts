/**
 * The one command before every commit: `deno task ok`. Format, lint, import directions, doc links, types, and the tests
 * that need nothing but Deno. `--no-tests` leaves the last out, for CI, which runs all tests right after.
 */
import { ensureBuilt } from "@/lib/build/ensure_built.ts";
import { checkDirections, readSources } from "./checks/import_directions.ts";
import { checkDocLinks } from "./checks/doc_links.ts";
import { runPhase } from "./runner/phase.ts";
import { closingLine } from "./runner/report.ts";
import { heading, say, seconds } from "./runner/say.ts";
import { findTestFiles, kindOf } from "./runner/test_files.ts";
import { ROOT } from "./support/paths.ts";
import { startProcess } from "./support/processes.ts";

/** Resolves to what is wrong; "" when nothing is. */
type Check = () => Promise<string> | string;

const startedAt = performance.now();
const failed: string[] = [];

// Types take longest and one core; everything else that reads the sources fits beside them.
await Promise.all([
  step("types", () => deno("check", ".")),
  (async () => {
    await step("format", () => deno("fmt", "--check"));
    await step("lint", () => deno("lint"));
    await step("import directions", () => checkDirections(readSources()).join("\n"));
    await step("doc links", () => checkDocLinks().join("\n"));
  })(),
]);
if (!Deno.args.includes("--no-tests")) {
  await step("build", () => ensureBuilt(ROOT, say).then(() => ""));
  await step("fast tests", fastTests);
}
say(failed.length === 0 ? `\nok in ${seconds(startedAt)}` : `\nNOT ok (${seconds(startedAt)}): ${failed.join(", ")}`);
Deno.exit(failed.length === 0 ? 0 : 1);

async function step(name: string, check: Check): Promise<void> {
  const from = performance.now();
  let wrong: string;
  try {
    wrong = await check();
  } catch (error) {
    wrong = String(error);
  }
  heading(`${name}: ${wrong ? "FAILED" : "fine"} (${seconds(from)})`);
  if (!wrong) return;
  failed.push(name);
  say(wrong);
}

/** Runs a verb of deno; what it said is what is wrong. */
async function deno(...args: string[]): Promise<string> {
  await using child = startProcess({ command: Deno.execPath(), args, cwd: ROOT, env: { NO_COLOR: "1" } });
  const { success, code } = await child.exited;
  await child.kill(); // gone already: this waits for the last of its output
  return success ? "" : `${child.output.trim()}\n(deno ${args.join(" ")} ended with code ${code})`;
}

/** Everything but faults and browsers, on the embedded store alone. */
async function fastTests(): Promise<string> {
  const outcome = await runPhase({
    name: "fast tests",
    files: findTestFiles().filter((file) => kindOf(file) === "fast"),
    args: ["--sanitize-ops", "--sanitize-resources"],
    jobs: Math.min(4, Math.max(2, navigator.hardwareConcurrency)),
    env: { FRESHET_TEST_STORES: "embedded" },
    stuckMinutes: 8,
  });
  say(closingLine(outcome));
  return outcome.failed === 0 ? "" : outcome.details;
}
