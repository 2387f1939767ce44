import type { Context } from "fresh";
import { isCommonPassword } from "@/lib/auth/common_passwords.ts";
import { registrationProblems } from "@/lib/auth/rules.ts";
import type { SignIn } from "@/lib/auth/auth.ts";
import { asChatError } from "@/lib/chat/as_chat_error.ts";
import type { State } from "@/lib/define.ts";
import { ChatError } from "@/lib/errors.ts";
import { logger } from "@/lib/log.ts";
import { t } from "@/lib/i18n/text.ts";
import { readForm } from "./body.ts";
import { clearedSessionCookie, isSecureOrigin, sessionCookie } from "./cookies.ts";
import { flashCookie, redirectWithFlash } from "./flash.ts";
import { safeNext } from "./next_path.ts";
import { signInContext } from "./sign_in_context.ts";

/** What stands beside a field, or above the form when `field` is null. */
export interface FormProblem {
  readonly field: string | null;
  /** A rule of `lib/auth/rules.ts`, or a code of the failure table: for the page's own words. */
  readonly rule: string;
  readonly text: string;
  readonly retryAfterMs?: number;
}

/** A form to be shown again, with what was typed. Passwords are not among the values. */
export interface FormFailure {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly FormProblem[];
  readonly status: number;
}

type Outcome = Promise<Response | FormFailure>;

/** `POST /login` with email, password and next: signed in and on, or the form again. */
export const loginFromForm = (ctx: Context<State>): Outcome =>
  submit(ctx, async (form) => {
    const { email = "", password = "" } = form;
    return await signedIn(ctx, form, await ctx.state.app.auth.login({ email, password }, contextOf(ctx)));
  });

/** `POST /register` with username, email, password, next and invite. */
export const registerFromForm = (ctx: Context<State>): Outcome =>
  submit(ctx, async (form) => {
    const { app } = ctx.state;
    const input = { username: form.username ?? "", email: form.email ?? "", password: form.password ?? "" };
    const problems = registrationProblems(input, app.config);
    if (problems.length > 0) return { values: keep(form), problems, status: 422 };
    const response = await signedIn(
      ctx,
      form,
      await app.auth.register({ ...input, invite: form.invite }, contextOf(ctx)),
    );
    return warnOfCommon(ctx, input.password, response);
  });

/** `POST /reset/:token` with new_password. */
export const resetFromForm = (ctx: Context<State>, token: string, done: string): Outcome =>
  submit(ctx, async (form) => {
    const password = form.new_password ?? "";
    await ctx.state.app.auth.resetPassword(token, password);
    // It was taken, so it counts; who chose it should know.
    const warning = isCommonPassword(password) ? ` ${t(ctx.state.locale)("problem.password_common")}` : "";
    return redirectWithFlash(ctx.state, "/login", { kind: "done", text: `${done}${warning}` });
  });

/** `POST /logout`: ends this sign-in and forgets the cookie. */
export async function logoutFromPage({ state }: Context<State>): Promise<Response> {
  if (state.signedIn) await state.app.auth.logout(state.signedIn);
  const headers = { location: "/login", "set-cookie": clearedSessionCookie(state.origin) };
  return new Response(null, { status: 303, headers });
}

/** A common password is taken, and the next page says so. */
function warnOfCommon({ state }: Context<State>, password: string, response: Response): Response {
  if (!isCommonPassword(password)) return response;
  const text = t(state.locale)("problem.password_common");
  response.headers.append("set-cookie", flashCookie(state.origin, { kind: "error", text }));
  return response;
}

type Form = Readonly<Record<string, string | undefined>>;

async function submit(ctx: Context<State>, work: (form: Form) => Outcome): Outcome {
  const form: Form = Object.fromEntries(await readForm(ctx.req));
  try {
    return await work(form);
  } catch (error) {
    const failure = asChatError(error);
    if (failure.code === "internal") throw error;
    return { values: keep(form), problems: [problemOf(failure)], status: failure.status };
  }
}

const contextOf = ({ req, state }: Context<State>) => signInContext(req, state, "cookie");

/** A new cookie each time; the sign-in that the browser came with ends, so that nobody can have planted it. */
async function signedIn(ctx: Context<State>, form: Form, { token }: SignIn): Promise<Response> {
  const { state, url } = ctx;
  warnOfPlainHttp(state.origin);
  if (state.signedIn?.sessionKind === "cookie") await state.app.auth.logout(state.signedIn);
  const location = safeNext(form.next ?? url.searchParams.get("next"));
  return new Response(null, {
    status: 303,
    headers: { location, "set-cookie": sessionCookie(state.origin, token) },
  });
}

let hasWarned = false;

function warnOfPlainHttp(origin: string): void {
  if (hasWarned || isSecureOrigin(origin)) return;
  hasWarned = true;
  logger("http").warn("people sign in over plain HTTP at {origin}: passwords and messages can be read on the way", {
    origin,
  });
}

const keep = (form: Form): Record<string, string> =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value = ""]) => /password/.test(name) ? [] : [[name, value.slice(0, 1_000)]]),
  );

const problemOf = (failure: ChatError): FormProblem => ({
  field: failure.field ?? null,
  rule: failure.rule ?? failure.code,
  text: failure.message,
  ...failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs },
});
