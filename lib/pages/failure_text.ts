import type { FormProblem } from "@/lib/http/sign_in_forms.ts";
import { en } from "@/lib/i18n/en.ts";
import type { PageText } from "@/lib/i18n/text.ts";

type Key = keyof typeof en;
type PlainKey = { [K in Key]: K extends `problem.${string}` ? K : never }[Key];

const isPlain = (key: string): key is PlainKey => key in en;

/** What was wrong, in the reader's language: by rule and field, by rule, by field, else the failure's own English sentence. */
export function problemText(text: PageText, { rule, field, text: english, retryAfterMs }: FormProblem): string {
  if (rule === "rate_limited" && retryAfterMs !== undefined) {
    return text("problems.wait", { count: Math.max(1, Math.ceil(retryAfterMs / 1000)) });
  }
  const keys = [`problem.${rule}.${field}`, `problem.${rule}`, `problem.invalid.${field}`];
  const key = keys.find(isPlain);
  return key === undefined ? english : text(key);
}

/** The same for a failure that belongs to no field. */
export const failureText = (
  text: PageText,
  failure: Pick<FormProblem, "retryAfterMs"> & {
    readonly code: string;
    readonly rule?: string;
    readonly field?: string;
    readonly message: string;
  },
): string =>
  problemText(text, {
    rule: failure.rule ?? failure.code,
    field: failure.field ?? null,
    text: failure.message,
    ...failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs },
  });
