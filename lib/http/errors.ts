import { HttpError } from "fresh";
import { asChatError } from "@/lib/chat/as_chat_error.ts";
import { ChatError } from "@/lib/errors.ts";
import { logger } from "@/lib/log.ts";
import type { FailureCode } from "@/lib/protocol/failures.ts";

const log = logger("http");

const BY_STATUS: ReadonlyMap<number, FailureCode> = new Map([
  [400, "bad_request"],
  [403, "forbidden"],
  [404, "not_found"],
  [405, "method_not_allowed"],
  [413, "too_large"],
  [415, "unsupported_type"],
  [429, "rate_limited"],
  [503, "unavailable"],
]);

/** The failure that an error stands for. What nobody expected is logged here, once, and leaves without detail. */
export function failureOf(error: unknown, requestId: string): ChatError {
  if (error instanceof HttpError) {
    const code = BY_STATUS.get(error.status) ?? (error.status < 500 ? "bad_request" : "internal");
    if (code !== "internal") return new ChatError(code, { cause: error });
  }
  const failure = asChatError(error);
  if (failure.code === "internal") log.error("request failed", { requestId, error: failure.cause ?? failure });
  if (failure.code === "unavailable") log.warn("storage is away", { requestId, error: failure.cause ?? failure });
  return failure;
}

/** `{error, code}` with the headers that belong to its status. */
export function errorResponse(failure: ChatError, requestId: string): Response {
  const { code, status, field, message } = failure;
  return Response.json({
    error: message,
    code,
    ...field === undefined ? {} : { field },
    ...status >= 500 ? { request_id: requestId } : {},
  }, { status, headers: errorHeaders(failure) });
}

/** What a client must be told beside the status: how to sign in, when to come back. */
export function errorHeaders({ status, retryAfterMs }: ChatError): Record<string, string> {
  if (status === 401) return { "www-authenticate": 'Bearer realm="freshet"' };
  if (status !== 429 && status !== 503) return {};
  return { "retry-after": String(Math.max(1, Math.ceil((retryAfterMs ?? 1_000) / 1000))) };
}

/** Gives an unexpected failure the contract's sentence for this endpoint. Expected ones pass as they are. */
export async function orFail<T>(text: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const failure = asChatError(error);
    if (failure.code !== "internal" || error instanceof ChatError) throw failure;
    throw new ChatError("internal", { text, cause: error });
  }
}
