import type { Choice } from "@/components/forms/Settings.tsx";
import type { PageText } from "@/lib/i18n/text.ts";

const HOUR_MS = 60 * 60 * 1000;
const LIVES = new Map([["hour", HOUR_MS], ["day", 24 * HOUR_MS], ["week", 7 * 24 * HOUR_MS]]);
const USES = new Map([["1", 1], ["10", 10], ["100", 100]]);

/** For how long a link works; null: until it is taken back. */
export const lifeMs = (value: string): number | null => LIVES.get(value) ?? null;
/** How often it works; null: any number of times. */
export const usesFrom = (value: string): number | null => USES.get(value) ?? null;

export const lifeChoices = (text: PageText): Choice<string>[] => [
  { value: "hour", label: text("invite.hour") },
  { value: "day", label: text("invite.day") },
  { value: "week", label: text("invite.week") },
  { value: "never", label: text("invite.never") },
];

export const useChoices = (text: PageText): Choice<string>[] => [
  { value: "1", label: text("invite.uses", { count: 1 }) },
  { value: "10", label: text("invite.uses", { count: 10 }) },
  { value: "100", label: text("invite.uses", { count: 100 }) },
  { value: "any", label: text("invite.any_uses") },
];
