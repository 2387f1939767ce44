import { type FailureCode, FAILURES } from "@/lib/protocol/failures.ts";

/** What a failure may carry beside its code. */
export interface FailureDetails {
  /** Replaces the table's text; says what was wrong, with the values. Shown to people. */
  readonly text?: string;
  /** The input field at fault, for forms. */
  readonly field?: string;
  /** Which rule of a form was broken, for the page's own words; never leaves by the API. */
  readonly rule?: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** An expected failure. The HTTP edge and the socket edge translate it; nothing between does. */
export class ChatError extends Error {
  readonly code: FailureCode;
  readonly status: number;
  readonly field: string | undefined;
  readonly rule: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: FailureCode, details: FailureDetails = {}) {
    super(details.text ?? FAILURES[code].text, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "ChatError";
    this.code = code;
    this.status = FAILURES[code].status;
    this.field = details.field;
    this.rule = details.rule;
    this.retryAfterMs = details.retryAfterMs;
  }

  /** Whether trying the same again can help. */
  get retry(): boolean {
    return FAILURES[this.code].retry;
  }
}
