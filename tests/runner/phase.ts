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
  /** A guard against a test that hangs for ever, far above what the phase needs. */
  readonly limitMs: number;
  /** Receives the output as it comes. */
  readonly onOutput?: (text: string) => void;
}

/** Runs the files under `deno test` and reads its report. Whatever the tests left running is ended by its pid. */
export async function runPhase({ files, args = [], jobs = 1, env = {}, limitMs, ...phase }: Phase): Promise<Outcome> {
  await using pids = await tempFolder("freshet-pids-");
  const child = startProcess({
    name: phase.name,
    command: Deno.execPath(),
    args: ["test", "-A", "--no-check", ...(jobs > 1 ? ["--parallel"] : []), ...args, ...files],
    cwd: ROOT,
    env: { ...env, NO_COLOR: "1", DENO_JOBS: String(jobs), FRESHET_TEST_PIDS: pids.path },
    onOutput: phase.onOutput,
  });
  // At SIGINT `deno test` names the tests that were running.
  let isLate = false;
  const guard = setTimeout(() => {
    isLate = true;
    child.stop("SIGINT").catch(() => {});
  }, limitMs);
  let interruption: Deno.Signal | undefined;
  const forward = forwardSignals((signal) => {
    interruption = signal;
    child.signal(signal);
  });
  try {
    const { code } = await child.exited;
    await child.kill(); // gone already: this waits for the last of its output
    const outcome = readReport(child.output, code);
    return isLate ? overdue(phase.name, limitMs, outcome) : outcome;
  } finally {
    clearTimeout(guard);
    forward.stop();
    for (const name of endRecorded(pids.path)) phase.onOutput?.(`Ended ${name}, which a test had left running\n`);
    if (interruption) Deno.exit(130);
  }
}

function overdue(name: string, limitMs: number, outcome: Outcome): Outcome {
  const sentence = `The tests of "${name}" were ended after ${limitMs / 1000} s; see above which were still running`;
  return {
    ...outcome,
    failed: Math.max(outcome.failed, 1),
    details: `${sentence}\n${outcome.details}`,
  };
}

function forwardSignals(forward: (signal: Deno.Signal) => void): { stop(): void } {
  const signals: Deno.Signal[] = ["SIGINT", "SIGTERM"];
  const listeners = signals.map((signal) => {
    const listener = () => forward(signal);
    Deno.addSignalListener(signal, listener);
    return () => Deno.removeSignalListener(signal, listener);
  });
  return { stop: () => listeners.forEach((remove) => remove()) };
}
