/** What a run of `deno test` came to. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The failures as `deno test` explained them; "" when there are none. */
  readonly details: string;
  /** Names of the tests that were not run. */
  readonly skippedNames: readonly string[];
  /** The tests that took longest, where they took long. */
  readonly slow: readonly string[];
}

export const NOTHING: Outcome = { passed: 0, failed: 0, skipped: 0, details: "", skippedNames: [], slow: [] };

/** Reads the report that `deno test` printed without colours. A run that broke off counts as one failure. */
export function readReport(output: string, exitCode: number): Outcome {
  const summary = [...output.matchAll(/^(?:ok|FAILED) \| .*$/gm)].at(-1)?.[0];
  const count = (word: string) => Number(summary?.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  const brokeOff = exitCode !== 0 && count("failed") === 0;
  return {
    passed: summary ? count("passed") : [...output.matchAll(/ \.\.\. ok \(/g)].length,
    failed: count("failed") + (brokeOff ? 1 : 0),
    skipped: count("ignored"),
    details: exitCode === 0 ? "" : errorsIn(output),
    skippedNames: [...output.matchAll(/^(?:.* => )?(.*) \.\.\. ignored/gm)].map(([, name = ""]) => name),
    slow: slowIn(output),
  };
}

/** Adds up the outcomes of several runs. */
export function addUp(outcomes: readonly Outcome[]): Outcome {
  const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + count(outcome), 0);
  return {
    passed: sum((outcome) => outcome.passed),
    failed: sum((outcome) => outcome.failed),
    skipped: sum((outcome) => outcome.skipped),
    details: outcomes.map((outcome) => outcome.details).filter(Boolean).join("\n"),
    skippedNames: outcomes.flatMap((outcome) => outcome.skippedNames),
    slow: outcomes.flatMap((outcome) => outcome.slow),
  };
}

/** The last line of a run, which others read: skipped tests are named only where there are some. */
export const closingLine = ({ passed, failed, skipped }: Outcome): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

/** A failure that no test reported: a build that broke, a figure below its floor. */
export const failure = (details: string): Outcome => ({ ...NOTHING, failed: 1, details });

/** What `deno test` prints between its ERRORS and FAILURES headings; without those the last of its output. */
function errorsIn(output: string): string {
  const explained = output.match(/^ ERRORS \s*$([^]*?)^ FAILURES \s*$/m)?.[1];
  return (explained ?? output.split("\n").slice(-60).join("\n")).trim();
}

/** At most five tests of five seconds and more, the slowest first. */
function slowIn(output: string): string[] {
  const lines = [...output.matchAll(/^(?:.* => )?(.*) \.\.\. \S+ .*?\((?:(\d+)m)?(\d+)s\)$/gm)];
  return lines.map(([, name = "", minutes = "0", seconds = "0"]) => ({
    name,
    taken: Number(minutes) * 60 + Number(seconds),
  }))
    .filter(({ taken }) => taken >= 5).sort((a, b) => b.taken - a.taken).slice(0, 5)
    .map(({ name, taken }) => `${taken} s ${name}`);
}
