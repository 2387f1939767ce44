import type { Context } from "fresh";
import type { Viewer } from "@/components/props.ts";
import type { SignedIn, State } from "@/lib/define.ts";
import { readCookie } from "@/lib/http/cookies.ts";
import type { Reader } from "@/lib/i18n/reader.ts";

type Asked = Pick<Context<State>, "req" | "state">;

/** How who asks for this page wants words and times. */
export function readerOf({ req, state }: Asked): Reader {
  return {
    locale: state.locale,
    clock: state.signedIn?.settings.clock ?? "auto",
    timeZone: timeZoneOf(req.headers),
    now: state.deps.clock.now(),
  };
}

/** Islands leave the browser's zone in a cookie; whatever else stands there is passed over. */
function timeZoneOf(headers: Headers): string | undefined {
  const zone = readCookie(headers, "tz")?.replaceAll(/%2f/gi, "/") ?? "";
  return /^[A-Za-z][\w+-]*(?:\/[\w+-]+){0,2}$/.test(zone) ? zone : undefined;
}

export const viewerOf = ({ id, displayName, username, avatar, isAdmin }: SignedIn): Viewer => ({
  id,
  displayName,
  username,
  avatar,
  isAdmin,
});
