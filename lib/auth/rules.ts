import type { Config } from "@/lib/config.ts";
import { ChatError } from "@/lib/errors.ts";
import { isCommonPassword } from "./common_passwords.ts";

/** Why a field was refused: `rule` is for translation, `text` a sentence for people. */
export interface Problem {
  readonly field: string;
  readonly rule: string;
  readonly text: string;
}

export const PASSWORD_MAX_BYTES = 72;
const USERNAME_MIN = 2;
const USERNAME_MAX = 50;
const EMAIL_MAX = 254;
const NAME_MAX = 50;
const STATUS_TEXT_MAX = 100;

// Default-ignorable characters are letters or marks that nobody can see, so two names could look the same.
const USERNAME = /^(?:(?!\p{DI})[\p{L}\p{M}\p{Nd}_.+-])+$/u;
const VISIBLE = /[\p{L}\p{Nd}]/u;
const EMAIL_LOCAL = /^[\p{L}\p{M}\p{Nd}!#$%&'*+/=?^_`{|}~.-]+$/u;
const EMAIL_LABEL = /^[\p{L}\p{M}\p{Nd}](?:[\p{L}\p{M}\p{Nd}-]*[\p{L}\p{M}\p{Nd}])?$/u;
// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** A picture is one of our own uploads, so that nobody's browser asks a foreign host. */
const AVATAR = /^\/files\/[0-9a-f-]{36}(?:[/?][\w./?=&-]*)?$/;

const count = (text: string): number => [...text].length;
const byteLength = (text: string): number => new TextEncoder().encode(text).length;
const say = (number: number): string => number.toLocaleString("en");

/** The form in which a user name is kept. */
export const cleanUsername = (text: string): string => text.trim().normalize("NFKC");
/** What uniqueness of a user name means: the same for every way to write its case and width. */
export const usernameKey = (name: string): string => cleanUsername(name).toLowerCase().normalize("NFKC");
export const cleanEmail = (text: string): string => text.trim();
export const emailKey = (email: string): string => cleanEmail(email).normalize("NFKC").toLowerCase();

export function usernameProblem(text: string): Problem | null {
  const name = cleanUsername(text);
  const length = count(name);
  const problem = (rule: string, why: string): Problem => ({ field: "username", rule, text: why });
  if (length === 0) return problem("username_missing", "username is missing");
  if (length < USERNAME_MIN) {
    return problem("username_short", `username has ${length} character; it needs at least ${USERNAME_MIN}`);
  }
  if (length > USERNAME_MAX) {
    return problem("username_long", `username has ${say(length)} characters; at most ${USERNAME_MAX} are allowed`);
  }
  if (!USERNAME.test(name) || !VISIBLE.test(name)) {
    return problem("username_letters", "username may hold letters and digits of any script and _ . + - only");
  }
  return null;
}

export function emailProblem(text: string): Problem | null {
  const email = cleanEmail(text);
  const problem = (rule: string, why: string): Problem => ({ field: "email", rule, text: why });
  if (email === "") return problem("email_missing", "email is missing");
  if (byteLength(email) > EMAIL_MAX) {
    return problem("email_long", `email has ${say(byteLength(email))} bytes; at most ${EMAIL_MAX} are allowed`);
  }
  return isEmail(email) ? null : problem("email_form", "email must look like name@example.org");
}

function isEmail(email: string): boolean {
  const at = email.lastIndexOf("@");
  const local = email.slice(0, at);
  const labels = email.slice(at + 1).split(".");
  if (at < 1 || local.length > 64 || !EMAIL_LOCAL.test(local)) return false;
  if (local.startsWith(".") || local.endsWith(".") || local.includes("..")) return false;
  return labels.length >= 2 && labels.every((label) => label.length <= 63 && EMAIL_LABEL.test(label));
}

/** What an operator asks of passwords. */
export type PasswordRules = Pick<Config, "passwordMin" | "passwordCommon">;

/** A password counts exactly as typed: nothing is trimmed. Beyond 72 bytes the hash would not see the rest. */
export function passwordProblem(password: string, rules: PasswordRules, field = "password"): Problem | null {
  const { passwordMin: min, passwordCommon } = rules;
  const problem = (rule: string, why: string): Problem => ({ field, rule, text: why });
  if (password === "") return problem("password_missing", `${field} is missing`);
  if (password.includes("\0")) return problem("password_letters", `${field} may not hold the character U+0000`);
  const bytes = byteLength(password);
  if (bytes < min) return problem("password_short", `${field} has ${bytes} bytes; it needs at least ${min}`);
  if (bytes > PASSWORD_MAX_BYTES) {
    return problem("password_long", `${field} has ${say(bytes)} bytes; at most ${PASSWORD_MAX_BYTES} are allowed`);
  }
  if (passwordCommon === "refuse" && isCommonPassword(password)) {
    return problem("password_common", `${field} is among the most common ones`);
  }
  return null;
}

/** For first and last names and the status text: one line, no control characters. */
export function lineProblem(field: string, text: string, max: number): Problem | null {
  if (CONTROL.test(text)) return { field, rule: "line_letters", text: `${field} may not hold control characters` };
  const length = count(text.trim());
  if (length <= max) return null;
  return { field, rule: "line_long", text: `${field} has ${say(length)} characters; at most ${max} are allowed` };
}

export const nameProblem = (field: string, text: string): Problem | null => lineProblem(field, text, NAME_MAX);
export const statusTextProblem = (text: string): Problem | null => lineProblem("status_text", text, STATUS_TEXT_MAX);

export function avatarProblem(text: string): Problem | null {
  if (text === "" || AVATAR.test(text)) return null;
  return { field: "avatar", rule: "avatar_foreign", text: "avatar must be empty or a picture uploaded here" };
}

/** Everything that is wrong with what somebody wants to register with, so that a form can show it all at once. */
export const registrationProblems = (
  input: { readonly username: string; readonly email: string; readonly password: string },
  rules: PasswordRules,
): Problem[] =>
  [usernameProblem(input.username), emailProblem(input.email), passwordProblem(input.password, rules)]
    .filter((problem) => problem !== null);

/** Throws the first problem as the failure that both edges translate. */
export function refuse(...problems: readonly (Problem | null)[]): void {
  const first = problems.find((problem) => problem !== null);
  if (first) throw new ChatError("invalid", { field: first.field, rule: first.rule, text: first.text });
}
