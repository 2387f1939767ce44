import type { LiveSession } from "@/db/sessions.ts";
import type { UserRow } from "@/db/users.ts";
import type { PersonSettings, SignedIn } from "@/lib/define.ts";

/** First and last name if given, else the user name. */
export const displayName = (user: Pick<UserRow, "username" | "firstName" | "lastName">): string =>
  `${user.firstName} ${user.lastName}`.trim() || user.username;

export function signedInFrom({ session, user }: LiveSession): SignedIn {
  return {
    id: user.id,
    username: user.username,
    displayName: displayName(user),
    isAdmin: user.isAdmin,
    sessionId: session.id,
    sessionKind: session.kind,
    avatar: user.avatar,
    settings: readSettings(user.settings),
  };
}

/** Settings are written by `checkSettings` alone, so their shape is known. */
export const readSettings = (value: unknown): PersonSettings => (value ?? {}) as PersonSettings;
