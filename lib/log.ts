import { configure, getAnsiColorFormatter, getJsonLinesFormatter, getLogger, type Logger } from "@logtape/logtape";
import type { Config } from "@/lib/config.ts";
import { errorWebhook } from "./error_webhook.ts";

export type { Logger };

/** The log of one part, such as `logger("hub")`. Properties are data, never message text, tokens or passwords. */
export const logger = (part: string): Logger => getLogger(["freshet", part]);

/** Turns logging on, to standard output: JSON lines, or readable on a terminal. Errors also go to the webhook, if any. */
export async function openLog(config: Pick<Config, "logLevel" | "logFormat" | "errorWebhook">): Promise<void> {
  const format = config.logFormat === "json"
    ? getJsonLinesFormatter({ properties: "flatten" })
    : getAnsiColorFormatter({ timestamp: "time", category: (parts) => parts.slice(1).join(".") });
  const encoder = new TextEncoder();
  await configure({
    reset: true,
    sinks: {
      // Written at once, so that the last lines before a crash are not lost with a buffer.
      out: (record) => void Deno.stdout.writeSync(encoder.encode(format(record))),
      webhook: config.errorWebhook ? errorWebhook({ url: config.errorWebhook }) : () => {},
    },
    loggers: [
      {
        category: ["freshet"],
        lowestLevel: config.logLevel === "warn" ? "warning" : config.logLevel,
        sinks: ["out", "webhook"],
      },
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["out"] },
    ],
  });
}
