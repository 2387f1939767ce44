/**
 * All tests: `deno task test`. Arguments narrow them: paths (`deno task test tests/socket`), or words that the names of
 * the tests contain. `--nightly` is the full size. The last line is always `N passed, N failed`, with `, N skipped`
 * where tests could not be run; a skipped test fails the run where `CI=true`.
 */
import { parseArgs } from "node:util";
import { ensureBuilt } from "@/lib/build/ensure_built.ts";
import { lineCoverage } from "./runner/coverage.ts";
import { preparePrograms } from "./runner/install.ts";
import { runPhase } from "./runner/phase.ts";
import { addUp, closingLine, failure, type Outcome } from "./runner/report.ts";
import { heading, pass, say, seconds } from "./runner/say.ts";
import { findTestFiles, type Kind, kindOf, narrow, needsBundles } from "./runner/test_files.ts";
import { exists, ROOT } from "./support/paths.ts";
import { sharedPostgres } from "./support/postgres.ts";
import { hasPostgres } from "./support/programs.ts";
import { tempFolder } from "./support/temp.ts";

/** Per cent of lines. Raise it when the figure has risen; never lower it. */
const COVERAGE_FLOOR = 60;
/** Only tests that hang for ever meet these. */
const LIMIT_MS = 12 * 60_000;
const NIGHTLY_LIMIT_MS = 120 * 60_000;

const startedAt = performance.now();
const { values: { nightly }, positionals } = parseArgs({
  args: Deno.args,
  options: { nightly: { type: "boolean", default: false } },
  allowPositionals: true,
});
const paths = positionals.filter(exists);
const words = positionals.filter((word) => !exists(word));
const files = narrow(findTestFiles(), paths);
const isWhole = positionals.length === 0;

const outcome = await runAll();
report(outcome);
const forbidden = Deno.env.get("CI") === "true" && outcome.skipped > 0;
Deno.exit(outcome.failed > 0 || forbidden ? 1 : 0);

async function runAll(): Promise<Outcome> {
  say(`Running ${files.length} test files${nightly ? " at full size" : ""}.`);
  if (files.length === 0) return failure(`No test file lies under ${paths.join(", ")}`);
  await preparePrograms();
  const broken = await build();
  if (broken) return broken;

  const env: Record<string, string> = nightly ? { FRESHET_TEST_SIZE: "nightly" } : {};
  if (hasPostgres()) env.FRESHET_TEST_POSTGRES = await sharedPostgres();
  await using coverage = await tempFolder("freshet-cov-");
  const strict = ["--sanitize-ops", "--sanitize-resources"];
  const counted = isWhole ? [`--coverage=${coverage.path}`, "--coverage-raw-data-only"] : [];

  const outcomes = [
    await phase("fast", "units, contracts, API, sockets, pages, security", [...strict, ...counted], 2, env),
    isWhole ? await checkCoverage(coverage.path) : null,
    await phase("faults", "processes killed, frozen and cut off", strict, 1, env),
    // The browser lives longer than one test and talks all the time, so its operations cross tests.
    await phase("browser", "people in Chromium", [], 1, env),
  ];
  return addUp(outcomes.filter((outcome) => outcome !== null));
}

async function phase(kind: Kind, what: string, args: string[], jobs: number, env: Record<string, string>) {
  const mine = files.filter((file) => kindOf(file) === kind);
  if (mine.length === 0) return null;
  heading(`${kind}: ${what} (${mine.length} files)`);
  const filter = words.length > 0 ? [`--filter=/${words.join("|")}/`] : [];
  const limitMs = nightly ? NIGHTLY_LIMIT_MS : LIMIT_MS;
  const from = performance.now();
  const outcome = await runPhase({
    name: kind,
    files: mine,
    args: ["--permit-no-files", ...args, ...filter],
    jobs,
    env,
    limitMs,
    onOutput: pass,
  });
  say(`${kind} took ${seconds(from)}: ${closingLine(outcome)}`);
  return outcome;
}

/** The bundles that pages and servers under test are served from; built once here, not by the first to need them. */
async function build(): Promise<Outcome | null> {
  if (!files.some(needsBundles)) return null;
  try {
    await ensureBuilt(ROOT, say);
    return null;
  } catch (error) {
    return failure(`The build broke, so no test was run: ${(error as Error).message}`);
  }
}

async function checkCoverage(folder: string): Promise<Outcome | null> {
  const from = performance.now();
  try {
    const percent = await lineCoverage(folder);
    const figure = `${percent.toFixed(1)} % of lines`;
    say(
      `Coverage of lib, db, routes and packages/fresh: ${figure} (floor ${COVERAGE_FLOOR}, ${seconds(from)})`,
    );
    return percent < COVERAGE_FLOOR ? failure(`Coverage is ${figure}, below the floor of ${COVERAGE_FLOOR} %`) : null;
  } catch (error) {
    return failure(`The coverage could not be read: ${(error as Error).message}`);
  }
}

function report(outcome: Outcome): void {
  if (outcome.details) say(`\n──── what failed ────\n${outcome.details}`);
  if (outcome.skipped > 0) {
    say(`\n──── skipped, because something they need is missing ────\n${outcome.skippedNames.join("\n")}`);
  }
  say(`\nAll in ${seconds(startedAt)}.`);
  say(closingLine(outcome));
}
