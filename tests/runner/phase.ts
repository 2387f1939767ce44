import { endRecorded } from "../support/pid_record.ts";
import { startProcess } from "../support/processes.ts";
import { ROOT } from "../support/paths.ts";
import { tempFolder } from "../support/temp.ts";
import { type Outcome, readReport } from "./report.ts";

export interface Phase {
  readonly name: string;
  /** Test files, relative to the root. */
  readonly files: readonly string[];
  /** Further arguments of `deno test`. */
  readonly args?: readonly string[];
  /** How many files run at once. */
  readonly jobs?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** How long one test may run before it counts as hanging; `deno test` reports after 1, 2, 4, 8… minutes. */
  readonly stuckMinutes: number;
  /** Receives the output as it comes. */
  readonly onOutput?: (text: string) => void;
}

/** Runs the files under `deno test` and reads its report. Whatever the tests left running is ended by its pid. */
export async function runPhase(phase: Phase): Promise<Outcome> {
  const { name, files, args = [], jobs = 1, env = {}, stuckMinutes, onOutput = () => {} } = phase;
  await using pids = await tempFolder("freshet-pids-");
  let heardAt = performance.now();
  const child = startProcess({
    name,
    command: Deno.execPath(),
    args: ["test", "-A", "--no-check", ...(jobs > 1 ? ["--parallel"] : []), ...args, ...files],
    cwd: ROOT,
    env: { ...env, NO_COLOR: "1", DENO_JOBS: String(jobs), FRESHET_TEST_PIDS: pids.path },
    onOutput: (text) => {
      heardAt = performance.now();
      onOutput(text);
      const stuck = findStuck(text, stuckMinutes);
      if (stuck) end(`"${stuck}" ran for ${stuckMinutes} minutes and more`);
    },
  });
  let reason: string | undefined;
  const end = (why: string) => {
    reason ??= why;
    child.stop("SIGINT").catch(() => {}); // at SIGINT `deno test` names the tests that were running
  };
  // A slow machine may take all the time it needs as long as tests come to an end; no total is limited.
  const guard = setInterval(() => {
    const silentMinutes = Math.floor((performance.now() - heardAt) / 60_000);
    if (silentMinutes > stuckMinutes) end(`nothing was heard of the ${name} tests for ${silentMinutes} minutes`);
  }, 10_000);
  let interruption: Deno.Signal | undefined;
  const forward = forwardSignals((signal) => {
    interruption = signal;
    child.signal(signal);
  });
  try {
    const { code } = await child.exited;
    await child.kill(); // gone already: this waits for the last of its output
    const outcome = readReport(child.output, code);
    return reason ? endedEarly(reason, outcome) : outcome;
  } finally {
    clearInterval(guard);
    forward.stop();
    for (const left of endRecorded(pids.path)) onOutput(`Ended ${left}, which a test had left running\n`);
    if (interruption) Deno.exit(130);
  }
}

/** The name of a test that `deno test` reports as running for this long. */
export function findStuck(output: string, minutes: number): string | undefined {
  const reports = [...output.matchAll(/(?:^|\.\.\.)'(.*)' has been running for over \((\d+)m\d+s\)/gm)];
  return reports.find(([, , running]) => Number(running) >= minutes)?.[1];
}

const endedEarly = (reason: string, outcome: Outcome): Outcome => ({
  ...outcome,
  failed: Math.max(outcome.failed, 1),
  details: `Ended early: ${reason}. Tests after it were not run.\n${outcome.details}`,
});

function forwardSignals(forward: (signal: Deno.Signal) => void): { stop(): void } {
  const signals: Deno.Signal[] = ["SIGINT", "SIGTERM"];
  const listeners = signals.map((signal) => {
    const listener = () => forward(signal);
    Deno.addSignalListener(signal, listener);
    return () => Deno.removeSignalListener(signal, listener);
  });
  return { stop: () => listeners.forEach((remove) => remove()) };
}
