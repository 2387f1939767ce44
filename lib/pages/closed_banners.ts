import { readCookie, shortCookie } from "@/lib/http/cookies.ts";

const NAME = "closed";
const YEAR_SECONDS = 365 * 24 * 60 * 60;
/** The oldest are forgotten: every request carries them. */
const MOST = 32;
const MARK = /^[0-9a-f]{12}\.\d{1,15}$/;

/** Whose they are stands first, so that the next person at this browser sees what the last one has put away. */
const ownerMark = (userId: string): string => userId.slice(-12);

/** The announcements that a person has put away in this browser, as `closedBanner` names them; the newest last. */
export function closedBanners(headers: Headers, userId: string): readonly string[] {
  const [owner, ...marks] = (readCookie(headers, NAME) ?? "").split("_");
  return owner === ownerMark(userId) ? marks.filter((mark) => MARK.test(mark)).slice(-MOST) : [];
}

/** `Set-Cookie` that puts one more away; of each conversation only the newest counts. */
export function closedCookie(headers: Headers, origin: string, userId: string, closed: string): string {
  const [conversation] = closed.split(".");
  const others = closedBanners(headers, userId).filter((mark) => !mark.startsWith(`${conversation}.`));
  const value = [ownerMark(userId), ...others.slice(1 - MOST), closed].join("_");
  return shortCookie(origin, NAME, value, YEAR_SECONDS);
}
