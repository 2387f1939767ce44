import type { State } from "@/lib/define.ts";
import { readCookie, shortCookie } from "./cookies.ts";

export type Flash = NonNullable<State["flash"]>;

const NAME = "freshet-flash";
const SECONDS = 60;
const TEXT_MAX = 500;

/** `Set-Cookie` for a line that the next page shows on top. */
export const flashCookie = (origin: string, flash: Flash): string =>
  shortCookie(origin, NAME, encodeURIComponent(`${flash.kind}:${flash.text.slice(0, TEXT_MAX)}`), SECONDS);

export const clearedFlashCookie = (origin: string): string => shortCookie(origin, NAME, "", 0);

/** The line that the form before this page left; anything else that stands there is nothing. */
export function readFlash(headers: Headers): Flash | null {
  const value = readCookie(headers, NAME);
  if (!value) return null;
  try {
    const [, kind, text] = /^(done|error):([\s\S]*)$/.exec(decodeURIComponent(value)) ?? [];
    return text && (kind === "done" || kind === "error") ? { kind, text: text.slice(0, TEXT_MAX) } : null;
  } catch {
    return null;
  }
}

/** Goes to a page after a form, which then shows the line once. */
export function redirectWithFlash(state: Pick<State, "origin">, to: string, flash: Flash): Response {
  return new Response(null, { status: 303, headers: { location: to, "set-cookie": flashCookie(state.origin, flash) } });
}
