import type { ChildProcess } from "../tests/support/processes.ts";

/** A part of the cluster that can be started again on its old port and data. */
export interface Part {
  readonly name: string;
  /** The newest, whether it runs or not. */
  readonly process: () => ChildProcess;
  start(): Promise<void>;
}

export interface Keeper {
  /** From now on what ends stays so; resolves when nothing is being started any more. */
  stop(): Promise<void>;
}

/** A part that cannot start, as an instance while PostgreSQL is away, is tried again after this. */
const AGAIN_MS = 500;

/** Starts again whatever part ends, at once, and says so: what a service manager does on a server. */
export function keepRunning(parts: readonly Part[], say: (sentence: string) => void): Keeper {
  const stopping = Promise.withResolvers<void>();
  let isStopping = false;
  const starting = new Set<Promise<void>>();

  const keep = async (part: Part): Promise<void> => {
    for (;;) {
      const { pid, exited } = part.process();
      await exited;
      if (isStopping) return;
      say(`${part.name} (process ${pid}) has ended: it is started again`);
      const start = startAgain(part);
      starting.add(start);
      await start.finally(() => starting.delete(start));
    }
  };

  const startAgain = async (part: Part): Promise<void> => {
    while (!isStopping) {
      try {
        await part.start();
        return say(`${part.name} is back (process ${part.process().pid})`);
      } catch (error) {
        say(`${part.name} does not start yet: ${String(error).split("\n")[0]}`);
        await Promise.race([stopping.promise, new Promise((resolve) => setTimeout(resolve, AGAIN_MS))]);
      }
    }
  };

  for (const part of parts) void keep(part);
  return {
    async stop() {
      isStopping = true;
      stopping.resolve();
      await Promise.all(starting);
    },
  };
}
