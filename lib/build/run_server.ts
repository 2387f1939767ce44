import type { Config } from "@/lib/config.ts";
import { ConfigError } from "@/lib/config.ts";
import { logger } from "@/lib/log.ts";
import { operatorSentence } from "@/lib/operator_sentence.ts";

export interface Runnable {
  readonly config: Pick<Config, "host" | "port">;
  readonly fetch: Deno.ServeHandler<Deno.NetAddr>;
  /** Resolves with a sentence when the server must stop by itself. */
  readonly taken: Promise<string>;
  /** Tells clients, flushes, closes. */
  drain(): Promise<void>;
}

/** Longest a stop may take before the process ends anyway. */
const STOP_MS = 14_000;

/**
 * Serves until SIGTERM or SIGINT, then drains and exits 0; 1 when it had to stop by itself. Prints the address on
 * standard output. A sentence meant for the operator (a bad setting, a store in use) ends the process with 1 and no
 * stack.
 */
export async function runServer(
  options: { prepare(say: (sentence: string) => void): Promise<Runnable> },
): Promise<void> {
  const runnable = await options.prepare(say).catch(refuse);
  keepAlive();
  // Before the address is printed: whoever reads it may stop the server at once.
  const { promise: asked, resolve: ask } = Promise.withResolvers<string>();
  for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, () => ask(signal));
  const server = listen(runnable);
  const reason = await Promise.race([asked, runnable.taken.then((sentence) => new ConfigError(sentence))]);
  say(`${reason instanceof ConfigError ? reason.message : reason}: telling clients, writing what is in flight`);
  setTimeout(() => {
    say("Stopping took too long; ending now");
    Deno.exit(1);
  }, STOP_MS);
  await runnable.drain();
  await server.shutdown();
  say("Stopped");
  Deno.exit(reason instanceof ConfigError ? 1 : 0);
}

function listen({ config, fetch }: Runnable): Deno.HttpServer<Deno.NetAddr> {
  keepNoCopies();
  try {
    return Deno.serve({
      port: config.port,
      hostname: config.host,
      automaticCompression: true,
      onListen({ hostname, port }) {
        const shown = hostname === "0.0.0.0" || hostname === "::" ? "localhost" : hostname;
        say(`Freshet is ready: http://${shown.includes(":") ? `[${shown}]` : shown}:${port}`);
      },
    }, fetch);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    return refuse(new ConfigError(`Port ${config.port} is in use; set PORT to another one`));
  }
}

/**
 * Deno copies each frame into a buffer of its socket, which keeps the size of the largest, unless it is told to write from
 * where the frame is. It asks the environment when the first socket opens.
 */
function keepNoCopies(): void {
  if (!Deno.env.has("DENO_USE_WRITEV")) Deno.env.set("DENO_USE_WRITEV", "1");
}

/** One throw in a callback that nobody awaits must not take everybody's connection down. */
function keepAlive(): void {
  const log = logger("process");
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    log.error("uncaught error", { error: event.error });
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    log.error("unhandled rejection", { error: event.reason });
  });
}

function refuse(error: unknown): never {
  say(`Cannot start: ${operatorSentence(error) ?? Deno.inspect(error)}`);
  Deno.exit(1);
}

function say(sentence: string): void {
  try {
    Deno.stdout.writeSync(new TextEncoder().encode(`${sentence}\n`));
  } catch {
    // Whoever listened is gone (`freshet | head -1`); that must not keep the server from stopping.
  }
}
