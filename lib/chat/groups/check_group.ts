import { ChatError } from "@/lib/errors.ts";
import { LIMITS } from "@/lib/protocol/limits.ts";

const NAME_MAX = 100;
const DESCRIPTION_MAX = 1_000;
const ANNOUNCEMENT_MAX = 2_000;
// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
// deno-lint-ignore no-control-regex
const CONTROL_BUT_LINES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
/** A picture is one of our own uploads, so that nobody's browser asks a foreign host. */
const AVATAR = /^\/files\/[0-9a-f-]{36}(?:[/?][\w./?=&-]*)?$/;

const refuse = (field: string, why: string) => new ChatError("invalid", { text: `${field} ${why}`, field });

/** 1–100 characters on one line. */
export function checkGroupName(text: string): string {
  const name = text.toWellFormed().normalize("NFC").trim();
  const length = [...name].length;
  if (length === 0) throw refuse("name", "is missing");
  if (length > NAME_MAX) throw refuse("name", `has ${length} characters; at most ${NAME_MAX} are allowed`);
  if (CONTROL.test(name)) throw refuse("name", "must be one line");
  return name;
}

export const checkDescription = (text: string): string => checkLines("description", text, DESCRIPTION_MAX);

export const checkAnnouncement = (text: string): string => checkLines("announcement", text, ANNOUNCEMENT_MAX);

function checkLines(field: string, text: string, most: number): string {
  const value = text.toWellFormed().replaceAll("\r\n", "\n").trim();
  const length = [...value].length;
  if (length > most) {
    throw refuse(
      field,
      `has ${length.toLocaleString("en")} characters; at most ${most.toLocaleString("en")} are allowed`,
    );
  }
  if (CONTROL_BUT_LINES.test(value)) throw refuse(field, "has control characters");
  return value;
}

export function checkGroupAvatar(text: string): string {
  if (text !== "" && !AVATAR.test(text)) throw refuse("avatar", "must be one of the pictures uploaded here");
  return text;
}

/** 0 or absent: the usual 100. */
export function checkMaxMembers(given: number | undefined, limits = LIMITS): number {
  const most = given || limits.groupMembersDefault;
  if (!Number.isInteger(most) || most < 1 || most > limits.groupMembers) {
    throw refuse("max_members", `is ${given}; it must be a whole number from 1 to ${limits.groupMembers}`);
  }
  return most;
}
