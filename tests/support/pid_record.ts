import { join } from "node:path";

/**
 * Where tests note the processes they start, so that the runner can end those of a test run that was itself killed.
 * Set by tests/run.ts; without it nothing is noted.
 */
const folder = (): string | undefined => Deno.env.get("FRESHET_TEST_PIDS");

/** Notes a process with the time it started: a number alone may belong to somebody else by the time it is used. */
export function recordPid(pid: number, name: string): void {
  const into = folder();
  if (!into) return;
  try {
    Deno.writeTextFileSync(join(into, String(pid)), `${startTime(pid)}\n${name}\n`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Forgets a process that has ended. */
export function forgetPid(pid: number): void {
  const from = folder();
  if (!from) return;
  try {
    Deno.removeSync(join(from, String(pid)));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Kills whatever is noted in the folder and still runs; answers the names. */
export function endRecorded(recorded: string): string[] {
  const ended: string[] = [];
  for (const { name: file } of [...Deno.readDirSync(recorded)]) {
    const [startedAt, name = "?"] = Deno.readTextFileSync(join(recorded, file)).split("\n");
    const pid = Number(file);
    if (startedAt && startTime(pid) === startedAt && endProcess(pid)) ended.push(`${name} (${pid})`);
    Deno.removeSync(join(recorded, file));
  }
  return ended;
}

/** When the process started, as the system words it; "" when there is none. */
export function startTime(pid: number): string {
  try {
    // Field 22; the name in field 2 may hold blanks, so count from behind its bracket.
    return Deno.readTextFileSync(`/proc/${pid}/stat`).replace(/^.*\) /s, "").split(" ")[19] ?? "";
  } catch {
    if (Deno.build.os === "linux") return "";
    const ps = new Deno.Command("ps", { args: ["-o", "lstart=", "-p", String(pid)], stderr: "null" }).outputSync();
    return new TextDecoder().decode(ps.stdout).trim();
  }
}

function endProcess(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}
