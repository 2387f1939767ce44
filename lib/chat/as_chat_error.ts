import { isUnavailable } from "@/db/errors.ts";
import { ChatError } from "@/lib/errors.ts";

const RETRY_MS = 1_000;

/** What any error means at an edge: a failure of the table as it is, storage that is away as retryable, the rest as ours. */
export function asChatError(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  if (isUnavailable(error)) return new ChatError("unavailable", { cause: error, retryAfterMs: RETRY_MS });
  return new ChatError("internal", { cause: error });
}
