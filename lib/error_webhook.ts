import type { LogRecord } from "@logtape/logtape";

export interface ErrorWebhookOptions {
  readonly url: string;
  /** Least time between two calls; what comes meanwhile is counted and told with the next. */
  readonly everyMs?: number;
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

const EVERY_MS = 10_000;
const TIMEOUT_MS = 5_000;
const STACK_LINES = 12;

/**
 * A sink of the log that posts errors to an address as JSON: `text` (which most chat tools show), `part`, `message`,
 * `error`, `stack`, `request_id`, `others`. Like the log it holds no message text, tokens or passwords: of the
 * properties only the request's id and the error go out. Never waits, never throws; an address that does not answer is
 * given up.
 */
export function errorWebhook(options: ErrorWebhookOptions): (record: LogRecord) => void {
  const { url, everyMs = EVERY_MS, timeoutMs = TIMEOUT_MS, now = Date.now } = options;
  let next = -Infinity;
  let missed = 0;
  return (record) => {
    if (record.level !== "error" && record.level !== "fatal") return;
    if (now() < next) {
      missed++;
      return;
    }
    next = now() + everyMs;
    const body = JSON.stringify(describe(record, missed));
    missed = 0;
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    }).then((response) => response.body?.cancel(), () => {});
  };
}

function describe({ category, rawMessage, properties, timestamp }: LogRecord, others: number) {
  const part = category.slice(1).join(".");
  const message = typeof rawMessage === "string" ? rawMessage : rawMessage.join("{}");
  const { error, requestId } = properties;
  const name = error instanceof Error ? error.name : undefined;
  return {
    text: `Freshet: ${part}: ${message}${name ? ` (${name})` : ""}${others > 0 ? `, and ${others} more` : ""}`,
    time: new Date(timestamp).toISOString(),
    part,
    message,
    error: name,
    stack: error instanceof Error ? placesOf(error) : undefined,
    request_id: typeof requestId === "string" ? requestId : undefined,
    others,
  };
}

/** Where it was thrown, without what it says: an error's message may quote a statement or an input. */
const placesOf = ({ stack = "" }: Error): string[] =>
  stack.split("\n").map((line) => line.trim()).filter((line) => line.startsWith("at ")).slice(0, STACK_LINES);
