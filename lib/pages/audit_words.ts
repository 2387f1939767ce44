import type { PageText } from "@/lib/i18n/text.ts";

const KNOWN = [
  "user_activated",
  "user_deactivated",
  "admin_made",
  "admin_unmade",
  "password_reset_issued",
  "invitation_made",
  "invitation_revoked",
] as const;

/** What an administrator did, in words; an act that has none here goes by its own name. */
export function actWords(text: PageText, action: string): string {
  const known = KNOWN.find((name) => name === action);
  return known ? text(`audit.${known}`) : action.replaceAll("_", " ");
}
