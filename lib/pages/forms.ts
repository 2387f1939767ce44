import type { Context } from "fresh";
import { asChatError } from "@/lib/chat/as_chat_error.ts";
import type { State } from "@/lib/define.ts";
import { readForm } from "@/lib/http/body.ts";
import { redirectWithFlash } from "@/lib/http/flash.ts";
import type { FormFailure } from "@/lib/http/sign_in_forms.ts";
import { t } from "@/lib/i18n/text.ts";
import { failureText } from "./failure_text.ts";

/** A form's fields; one that was not sent is "". */
export interface Form {
  (name: string): string;
  has(name: string): boolean;
  /** What follows a prefix in the names sent: ticked boxes are named `member:<id>`. */
  namesAfter(prefix: string): string[];
}

const formFrom = (fields: ReadonlyMap<string, string>): Form =>
  Object.assign((name: string) => fields.get(name) ?? "", {
    has: (name: string) => fields.has(name),
    namesAfter: (prefix: string) =>
      [...fields.keys()].flatMap((name) => name.startsWith(prefix) ? [name.slice(prefix.length)] : []),
  });

/** Goes on to another page, which says once what was done. */
export const done = (state: Pick<State, "origin">, to: string, text: string): Response =>
  redirectWithFlash(state, to, { kind: "done", text });

/** The same for a page that saves with each change: it says so itself, so nothing is left for the next page to say. */
export const saved = (ctx: Context<State>, to: string, text: string): Response =>
  ctx.req.headers.get("accept") === "application/json"
    ? new Response(null, { status: 204 })
    : done(ctx.state, to, text);

export const goTo = (to: string): Response => new Response(null, { status: 303, headers: { location: to } });

/** Does what a form asks; when it is refused, the form is shown again with what was typed. */
export async function submit(
  ctx: Context<State>,
  work: (form: Form) => Promise<Response>,
): Promise<Response | FormFailure> {
  return await attempt(await readForm(ctx.req), work);
}

/** The same for a form that has been read. */
export async function attempt(
  fields: ReadonlyMap<string, string>,
  work: (form: Form) => Promise<Response>,
): Promise<Response | FormFailure> {
  try {
    return await work(formFrom(fields));
  } catch (error) {
    const failure = asChatError(error);
    if (failure.code === "internal") throw error;
    const { code, rule = code, field = null, message: text, retryAfterMs } = failure;
    const problem = { field, rule, text, ...retryAfterMs === undefined ? {} : { retryAfterMs } };
    return { values: withoutPasswords(fields), problems: [problem], status: failure.status };
  }
}

const withoutPasswords = (fields: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries([...fields].filter(([name]) => !name.includes("password")));

/** Does what a button asks; when it is refused, the page it stood on says why. */
export async function act(
  ctx: Context<State>,
  back: string,
  work: (form: Form) => Promise<Response>,
): Promise<Response> {
  const fields = await readForm(ctx.req);
  try {
    return await work(formFrom(fields));
  } catch (error) {
    const failure = asChatError(error);
    if (failure.code === "internal") throw error;
    return redirectWithFlash(ctx.state, back, { kind: "error", text: failureText(t(ctx.state.locale), failure) });
  }
}
