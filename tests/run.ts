/**
 * All tests: `deno task test`. Arguments narrow them: paths (`deno task test tests/socket`), or words that the names of
 * the tests contain. `--nightly` is the full size. The last line is always `N passed, N failed`, with `, N skipped`
 * where tests could not be run; a skipped test fails the run where `CI=true`.
 */
import { parseArgs } from "node:util";
import { ensureBuilt } from "@/lib/build/ensure_built.ts";
import { readCoverage } from "./runner/coverage.ts";
import { preparePrograms } from "./runner/install.ts";
import { runPhase } from "./runner/phase.ts";
import { addUp, closingLine, failure, NOTHING, type Outcome } from "./runner/report.ts";
import { heading, pass, say, seconds } from "./runner/say.ts";
import { findTestFiles, type Kind, kindOf, narrow, needsBundles } from "./runner/test_files.ts";
import { exists, ROOT } from "./support/paths.ts";
import { sharedPostgres } from "./support/postgres.ts";
import { hasPostgres } from "./support/programs.ts";
import { tempFolder } from "./support/temp.ts";

/** Per cent of lines. Raise it when the figure has risen; never lower it. */
const COVERAGE_FLOOR = 85;
/** What a test opens or begins, it closes and awaits. */
const STRICT = ["--sanitize-ops", "--sanitize-resources"];

const startedAt = performance.now();
const { values: { nightly }, positionals } = parseArgs({
  args: Deno.args,
  options: { nightly: { type: "boolean", default: false } },
  allowPositionals: true,
});
const paths = positionals.filter(exists);
/** Only tests that hang for ever meet this. */
const stuckMinutes = nightly ? 64 : 8;
const words = positionals.filter((word) => !exists(word));
/** Coverage says something only about a whole run. */
const isWhole = positionals.length === 0;

const outcome = await runAll();
report(outcome);
const hasForbiddenSkips = Deno.env.get("CI") === "true" && outcome.skipped > 0;
Deno.exit(outcome.failed > 0 || hasForbiddenSkips ? 1 : 0);

async function runAll(): Promise<Outcome> {
  const files = narrow(findTestFiles(), paths);
  say(`Running ${files.length} test files${nightly ? " at full size" : ""}.`);
  if (files.length === 0) return failure(`No test file lies under ${paths.join(", ")}`);
  await preparePrograms();
  const broken = files.some(needsBundles) ? await build() : null;
  const runnable = broken ? files.filter((file) => !needsBundles(file)) : files;
  const env: Record<string, string> = nightly ? { FRESHET_TEST_SIZE: "nightly" } : {};
  if (hasPostgres()) env.FRESHET_TEST_POSTGRES = await sharedPostgres();
  await using coverage = await tempFolder("freshet-cov-");

  const phase = (kind: Kind, what: string, jobs: number, args: readonly string[]) =>
    runKind({ kind, what, jobs, args, env, files: runnable.filter((file) => kindOf(file) === kind) });
  const counting = isWhole ? [`--coverage=${coverage.path}`, "--coverage-raw-data-only"] : [];
  const fast = await phase("fast", "units, contracts, API, sockets, pages", 2, [...STRICT, ...counting]);
  return addUp([
    ...broken ? [broken] : [],
    fast,
    ...isWhole && fast.failed === 0 ? [await checkCoverage(coverage.path)] : [],
    await phase("faults", "processes killed, frozen and cut off", 1, STRICT),
    // The browser outlives a test and talks all the time, so its operations cross from one test to the next.
    await phase("browser", "people in Chromium", 1, []),
  ]);
}

interface KindOfTests {
  readonly kind: Kind;
  readonly what: string;
  readonly files: readonly string[];
  readonly jobs: number;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

async function runKind({ kind, what, files, args, ...rest }: KindOfTests): Promise<Outcome> {
  if (files.length === 0) return NOTHING;
  heading(`${kind}: ${what} (${files.length} files)`);
  const filter = words.length > 0 ? [`--filter=/${words.join("|")}/`] : [];
  const from = performance.now();
  const outcome = await runPhase({
    name: kind,
    files,
    args: [...args, ...filter],
    onOutput: pass,
    stuckMinutes,
    ...rest,
  });
  say(`${kind} took ${seconds(from)}: ${closingLine(outcome)}`);
  for (const slow of outcome.slow) say(`  slow: ${slow}`);
  return outcome;
}

/** The bundles that pages and servers under test are served from; built once here, not by the first to need them. */
async function build(): Promise<Outcome | null> {
  try {
    await ensureBuilt(ROOT, say);
    return null;
  } catch (error) {
    return failure(`The build broke, so tests that start the product were not run: ${(error as Error).message}`);
  }
}

async function checkCoverage(folder: string): Promise<Outcome> {
  try {
    const { percent, unseen } = await readCoverage(folder);
    const figure = `${percent.toFixed(1)} % of lines`;
    say(`Coverage of lib, db, routes and packages/fresh: ${figure} (the floor is ${COVERAGE_FLOOR})`);
    if (unseen.length > 0) say(`Loaded by no test of this phase: ${unseen.join(", ")}`);
    return percent < COVERAGE_FLOOR
      ? failure(`Coverage is ${figure}, below the floor of ${COVERAGE_FLOOR} %`)
      : NOTHING;
  } catch (error) {
    return failure(`The coverage could not be read: ${(error as Error).message}`);
  }
}

function report(outcome: Outcome): void {
  if (outcome.details) heading(`what failed`), say(outcome.details);
  if (outcome.skipped > 0) {
    heading("skipped: something they need is missing");
    for (const name of outcome.skippedNames) say(name);
  }
  say(`\nAll in ${seconds(startedAt)}.`);
  say(closingLine(outcome));
}
