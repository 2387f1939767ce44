import { isId } from "./id.ts";
import { ProtocolError } from "./protocol_error.ts";

/** An object from JSON. Its keys come from outside: read named fields, never spread or index it with outside text. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const bad = (why: string) => new ProtocolError("bad_frame", `Cannot read frame: ${why}`);

/** A field that is there: absent, null and "" are the same, since reference clients fill what does not apply with "". */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

export function readId(fields: Fields, name: string): string {
  const value = fields[name];
  if (!isId(value)) throw bad(`${name} must be an id`);
  return value;
}

/** Text that can be stored and sent on: no half of a surrogate pair, no U+0000, which PostgreSQL cannot keep. */
export function readText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string") throw bad(`${name} must be a text`);
  if (!value.isWellFormed()) throw bad(`${name} has half a surrogate pair`);
  if (value.includes("\0")) throw bad(`${name} has the character U+0000`);
  return value;
}

export function readSeq(fields: Fields, name: string): number {
  const value = fields[name];
  if (!isSeq(value)) throw bad(`${name} must be a whole number, 0 or more`);
  return value;
}

export const isSeq = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

export function readChoice<T extends string>(value: unknown, name: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw bad(`${name} must be one of ${choices.join(", ")}`);
  return choice;
}

export function readFlag(value: unknown, name: string): boolean {
  if (typeof value !== "boolean") throw bad(`${name} must be true or false`);
  return value;
}

export function readFields(value: unknown, name: string): Fields {
  if (!isFields(value)) throw bad(`${name} must be an object`);
  return value;
}

/** Refuses with a sentence of the decoder's own. */
export const refuse = bad;
