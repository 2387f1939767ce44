/** Storage cannot be used now; trying the same again later can help. */
export class StoreUnavailableError extends Error {
  override name = "StoreUnavailableError";

  constructor(message = "Cannot reach storage", options?: ErrorOptions) {
    super(message, options);
  }
}

/** Another process has the embedded store open. Its message is a sentence for the operator. */
export class StoreLockedError extends Error {
  override name = "StoreLockedError";
}

/** A migration that cannot be applied. Its message is a sentence for the operator. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** What a server's start says when its database does not let it in. The address is shown without its password. */
export function cannotOpen(error: unknown, url: string): unknown {
  if (error instanceof MigrationError || error instanceof StoreLockedError) return error;
  const { host, pathname } = new URL(url);
  const reason = error instanceof Error && error.message !== "" ? error.message : errorCode(error) || String(error);
  return new StoreUnavailableError(`Cannot open PostgreSQL at ${host}${pathname}: ${reason}`, { cause: error });
}

/** What the driver and the system call a connection that is gone or cannot be had. */
const LOST_CONNECTION = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT", // the embedded store's socket
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
]);

/** Not now, rather than never: read only, time-outs of statement and lock, disk full by the system's own name. */
const NOT_NOW = new Set(["25006", "55P03", "57014", "ENOSPC", "EROFS", "EDQUOT"]);
/** Connection, resources, files of the system. */
const NOT_NOW_CLASSES = new Set(["08", "53", "58"]);

/** The SQLSTATE or system code of an error, of its cause when an outer layer has wrapped it; "" when it has none. */
export const errorCode = (error: unknown): string => find(error, "code");

/** Whether the connection broke before an answer came: the statement may or may not have been committed. */
export function isConnectionLost(error: unknown): boolean {
  const code = errorCode(error);
  return LOST_CONNECTION.has(code) || code.startsWith("57P0") || ["FATAL", "PANIC"].includes(find(error, "severity"));
}

/** Whether storage failed in a way that passes: connection, shutdown, resources, disk, time-outs, read only. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof StoreUnavailableError || isConnectionLost(error)) return true;
  const code = errorCode(error);
  return NOT_NOW.has(code) || NOT_NOW_CLASSES.has(code.slice(0, 2));
}

/** Whether the same statement may simply be run again: serialization failure or deadlock. */
export const isRetryable = (error: unknown): boolean => ["40001", "40P01"].includes(errorCode(error));

/** The first text under this name in an error or its causes. */
function find(error: unknown, name: "code" | "severity"): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const value = (at as { code?: unknown; severity?: unknown })[name];
    if (typeof value === "string") return value;
  }
  return "";
}
