import type { FormFailure } from "@/lib/http/sign_in_forms.ts";
import type { PageText } from "@/lib/i18n/text.ts";
import { problemText } from "./failure_text.ts";

export interface Problems {
  /** What is wrong with a field, in the reader's language. */
  of(field: string): string | undefined;
  /** What belongs to no field of this form. */
  readonly rest: readonly string[];
}

/** Sorts what was refused to the fields that the form has. */
export function problemsIn(text: PageText, failure: FormFailure | null, fields: readonly string[]): Problems {
  const byField = new Map<string, string>();
  const rest: string[] = [];
  for (const problem of failure?.problems ?? []) {
    const words = problemText(text, problem);
    if (problem.field !== null && fields.includes(problem.field)) byField.set(problem.field, words);
    else rest.push(words);
  }
  return { of: (field) => byField.get(field), rest };
}
