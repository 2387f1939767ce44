import { load } from "@/lib/env_file.ts";
import { readConfig } from "@/lib/config.ts";
import { openLog } from "@/lib/log.ts";
import { compose } from "@/lib/compose.ts";

export const config = readConfig(
  { ...await load(import.meta.dirname), ...Deno.env.toObject() },
  Deno.stdout.isTerminal(),
);
await openLog(config);

const running = await compose(config);
export const app = running.app;
/** Stops taking work, tells clients, flushes, closes. For SIGTERM. */
export const drain = running.drain;
