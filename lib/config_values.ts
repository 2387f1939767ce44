/** How single settings are read; `config.ts` says which there are. */

export type Env = Readonly<Record<string, string | undefined>>;

/** A setting that cannot be used. Its message is a sentence for the operator. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

export function text(env: Env, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
}

export function readNumber(env: Env, name: string, fallback: number, min: number, max: number): number {
  const value = text(env, name);
  if (value === undefined) return fallback;
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max) {
    throw new ConfigError(`${name} is "${value}"; it must be a whole number from ${min} to ${max}`);
  }
  return number;
}

export const MIB = 1024 * 1024;
const UNITS: ReadonlyMap<string, number> = new Map([["", 1], ["kb", 1024], ["mb", MIB], ["gb", 1024 * MIB]]);

/** Bytes, or with a unit: `25 MB`. */
export function readBytes(env: Env, name: string, fallback: number, min: number, max: number): number {
  const value = text(env, name);
  if (value === undefined) return fallback;
  const [, number = "", unit = ""] = /^(\d+) ?([kmg]b)?$/i.exec(value) ?? [];
  const bytes = number === "" ? NaN : Number(number) * (UNITS.get(unit.toLowerCase()) ?? NaN);
  if (!(bytes >= min && bytes <= max)) {
    throw new ConfigError(`${name} is "${value}"; it must be a size from ${min} to ${max} bytes, such as 25 MB`);
  }
  return bytes;
}

export function readChoice<T extends string>(env: Env, name: string, choices: readonly T[], fallback: T): T {
  const value = text(env, name);
  if (value === undefined) return fallback;
  const choice = choices.find((candidate) => candidate === value.toLowerCase());
  if (!choice) throw new ConfigError(`${name} is "${value}"; it must be one of ${choices.join(", ")}`);
  return choice;
}

export const readSwitch = (env: Env, name: string, fallback: boolean): boolean =>
  readChoice(env, name, ["on", "off"], fallback ? "on" : "off") === "on";

export const readList = (env: Env, name: string): string[] =>
  (text(env, name) ?? "").split(",").map((item) => item.trim()).filter((item) => item !== "");

export function readUrl(env: Env, name: string, protocols: readonly string[]): string | null {
  const value = text(env, name);
  if (value === undefined) return null;
  const protocol = URL.canParse(value) ? new URL(value).protocol : "";
  // The value may hold a password, so it is never repeated.
  if (!protocols.includes(protocol)) {
    throw new ConfigError(`${name} must be an address that begins with ${protocols.join("// or ")}//`);
  }
  return value;
}
