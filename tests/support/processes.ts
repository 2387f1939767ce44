import { forgetPid, recordPid } from "./pid_record.ts";
import { until, within } from "./wait.ts";

export interface ProcessOptions {
  /** For messages; the file name of the command by default. */
  readonly name?: string;
  readonly command: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Start with `env` alone, nothing inherited. */
  readonly clearEnv?: boolean;
  readonly uid?: number;
  readonly gid?: number;
  /** In a session of its own, where no signal to our group reaches it. */
  readonly detached?: boolean;
  /** Receives the output as it comes. */
  readonly onOutput?: (text: string) => void;
}

/** How long a process may take to do what it was started for. Generous: the machine may be busy. */
const READY_MS = 60_000;
/** How long a process may take to end when asked; then it is killed. */
const STOP_MS = 20_000;
/** How much of its output is kept. */
const KEPT_CHARS = 2 * 1024 * 1024;

/** A child process: known by its pid, ended by its pid, with everything it said. */
export class ChildProcess implements AsyncDisposable {
  readonly name: string;
  readonly exited: Promise<Deno.CommandStatus>;
  #child: Deno.ChildProcess;
  #status: Deno.CommandStatus | undefined;
  #output = "";
  #reading: Promise<unknown>;
  #onOutput: (text: string) => void;

  constructor(options: ProcessOptions) {
    this.name = options.name ?? options.command.split("/").at(-1) ?? options.command;
    const { command, name: _, args = [], onOutput = () => {}, ...rest } = options;
    this.#onOutput = onOutput;
    this.#child = new Deno.Command(command, {
      ...rest,
      args: [...args],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    recordPid(this.pid, this.name);
    this.#reading = Promise.all([this.#keep(this.#child.stdout), this.#keep(this.#child.stderr)]);
    this.exited = this.#child.status.then((status) => {
      this.#status = status;
      forgetPid(this.pid);
      return status;
    });
  }

  get pid(): number {
    return this.#child.pid;
  }

  get isRunning(): boolean {
    return this.#status === undefined;
  }

  /** Standard output and error as they came, the last two megabytes. */
  get output(): string {
    return this.#output;
  }

  /** Waits until it is ready by `condition`; fails at once when the process ends instead. */
  async ready<T>(condition: () => Promise<T> | T, what: string, deadlineMs = READY_MS): Promise<T> {
    const answer = await until(
      async () => this.isRunning ? { value: await condition() } : { ended: true },
      `${this.name} ${what}`,
      deadlineMs,
    ).catch((error) => {
      throw new Error(`${error.message}\n${this.#said()}`, { cause: error.cause });
    });
    if ("value" in answer) return answer.value as T;
    await this.#reading;
    throw new Error(`${this.name} ended (code ${this.#status?.code}) before it ${what}\n${this.#said()}`);
  }

  /** Waits until the output holds a match. */
  async said(pattern: RegExp, deadlineMs = READY_MS): Promise<RegExpExecArray> {
    return await this.ready(
      () => {
        const match = pattern.exec(this.#output);
        if (!match) throw new Error(`no ${pattern} in its output yet`);
        return match;
      },
      `said ${pattern}`,
      deadlineMs,
    );
  }

  signal(signal: Deno.Signal): void {
    if (this.isRunning) this.#child.kill(signal);
  }

  /** Stops it where it stands: its sockets stay open and nobody answers. */
  freeze(): void {
    this.signal("SIGSTOP");
  }

  thaw(): void {
    this.signal("SIGCONT");
  }

  /** Crash: SIGKILL, and wait until it is gone. */
  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.#ended();
  }

  /** Asks it to end and waits; one that does not is killed, and that is an error. */
  async stop(signal: Deno.Signal = "SIGTERM", deadlineMs = STOP_MS): Promise<Deno.CommandStatus> {
    this.signal("SIGCONT");
    this.signal(signal);
    try {
      await within(this.exited, `${this.name} to end after ${signal}`, deadlineMs);
    } catch (error) {
      await this.kill();
      throw new Error(`${(error as Error).message}; it was killed\n${this.#said()}`);
    }
    await this.#reading;
    return await this.exited;
  }

  /** The end of a scope is no test of manners: whatever still runs is killed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  async #ended(): Promise<void> {
    await within(this.exited, `${this.name} to be gone`, READY_MS);
    await this.#reading;
  }

  async #keep(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      this.#output = (this.#output + text).slice(-KEPT_CHARS);
      this.#onOutput(text);
    }
  }

  #said(): string {
    return `--- what ${this.name} said last ---\n${this.#output.slice(-4_000) || "(nothing)"}`;
  }
}

/** Starts a program; `await using` ends it with its scope. */
export const startProcess = (options: ProcessOptions): ChildProcess => new ChildProcess(options);

/** Runs a program to its end; a failure carries what it said. */
export async function run(command: string, args: readonly string[], options: Partial<ProcessOptions> = {}) {
  await using child = startProcess({ ...options, command, args });
  const status = await within(child.exited, `${child.name} to end`, READY_MS);
  await child.kill(); // gone already: this waits for the last of its output
  if (!status.success) throw new Error(`${command} ${args.join(" ")} failed (code ${status.code})\n${child.output}`);
  return child.output;
}
