import type { LiveSession } from "@/db/sessions.ts";
import { displayName } from "./display_name.ts";

/** A person's own choices for the pages, kept in `users.settings`. Absent means the default. */
export interface PersonSettings {
  readonly theme?: "light" | "dark" | "system";
  readonly density?: "comfortable" | "compact";
  readonly language?: "auto" | "en" | "zh";
  readonly clock?: "auto" | "12" | "24";
  readonly enterSends?: boolean;
  readonly reduceMotion?: boolean;
  readonly sound?: boolean;
  readonly notifications?: boolean;
  readonly doNotDisturb?: boolean;
}

/** Who is signed in for this request, as the session row says. */
export interface SignedIn {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly isAdmin: boolean;
  readonly sessionId: string;
  readonly sessionKind: "cookie" | "jwt";
  readonly avatar: string;
  readonly settings: PersonSettings;
}

export function signedInFrom({ session, user }: LiveSession): SignedIn {
  return {
    id: user.id,
    username: user.username,
    displayName: displayName(user),
    isAdmin: user.isAdmin,
    sessionId: session.id,
    sessionKind: session.kind,
    avatar: user.avatar,
    // Written by `checkSettings` alone, so the shape is known.
    settings: (user.settings ?? {}) as PersonSettings,
  };
}
