import assert from "node:assert/strict";
import type { z } from "zod";
import type { Answer } from "../support/client.ts";

/** The body, if its status and shape are as described: every field known, none missing. */
export function shaped<S extends z.ZodType>(answer: Answer, status: number, schema: S): z.output<S> {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  const parsed = schema.parse(answer.body);
  assert.deepEqual(answer.body, parsed);
  return parsed;
}

/** An error with the contract's exact sentence and our code beside it. */
export function refused(answer: Answer, status: number, error: string, code: string): void {
  assert.deepEqual([answer.status, answer.body.error, answer.body.code], [status, error, code]);
}
