import type { z } from "zod";
import { ChatError } from "@/lib/errors.ts";

type Issue = z.core.$ZodIssue;

const SHOWN_MAX = 40;
const SECRET = /password|token|secret/i;
const DEPTH_MAX = 32;

/** A value as its schema says, or a sentence that names the field at fault and what stood there. */
export function checkValue<S extends z.ZodType>(value: unknown, schema: S): z.output<S> {
  refuseNul(value, "", 0);
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join(".") ?? "";
  throw new ChatError("invalid", {
    text: issue ? sentence(field || "body", issue) : "Invalid value",
    ...field && { field },
  });
}

function sentence(field: string, issue: Issue): string {
  const shown = SECRET.test(field) ? "" : `, but is ${show(issue.input)}`;
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return `${field} is missing`;
      return `${field} must be ${article(issue.expected)}${shown}`;
    case "invalid_value":
      return `${field} must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}${shown}`;
    case "too_small":
      return `${field} must be at least ${issue.minimum}${unit(issue.origin)}${shown}`;
    case "too_big":
      return `${field} may be at most ${issue.maximum}${unit(issue.origin)}${shown}`;
    default:
      return issue.message.startsWith(field) ? issue.message : `${field}: ${issue.message}`;
  }
}

const article = (type: string): string => (/^[aeiou]/.test(type) ? "an " : "a ") + type;

const unit = (origin: string): string =>
  origin === "string" ? " characters long" : origin === "array" || origin === "set" ? " entries long" : "";

function show(input: unknown): string {
  if (Array.isArray(input)) return "an array";
  if (typeof input === "object" && input !== null) return "an object";
  const text = JSON.stringify(input) ?? String(input);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}

/** PostgreSQL cannot hold U+0000, so it is refused where it comes in, as is what nests too deep to be meant. */
function refuseNul(value: unknown, field: string, depth: number): void {
  if (depth > DEPTH_MAX) {
    throw new ChatError("bad_json", { text: `Cannot read JSON: it nests deeper than ${DEPTH_MAX}` });
  }
  if (typeof value === "string" && value.includes("\0")) {
    throw new ChatError("invalid", { field, text: `${field || "body"} may not hold the character U+0000` });
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) refuseNul(child, field ? `${field}.${key}` : key, depth + 1);
}
