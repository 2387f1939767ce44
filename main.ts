import { load } from "@/lib/env_file.ts";
import { readConfig } from "@/lib/config.ts";
import { openLog } from "@/lib/log.ts";
import { openStore } from "@/lib/store.ts";

export const config = readConfig(
  { ...await load(import.meta.dirname), ...Deno.env.toObject() },
  Deno.stdout.isTerminal(),
);
await openLog(config);

// The store takes longest to open, so the rest is loaded meanwhile; what goes wrong with it is told by `compose`.
const store = openStore(config);
store.catch(() => {});
const { compose } = await import("@/lib/compose.ts");
const running = await compose(config, { store });
export const app = running.app;
/** Stops taking work, tells clients, flushes, closes. For SIGTERM. */
export const drain = running.drain;
/** Resolves with a sentence when this server must stop by itself. */
export const taken = running.taken;
