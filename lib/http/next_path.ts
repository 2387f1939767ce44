/** Where to go after signing in, from `?next=`: a path of this site, or the start page for anything else. */
export function safeNext(text: string | null | undefined, fallback = "/"): string {
  if (!text || !text.startsWith("/") || text.length > 2_000) return fallback;
  const base = "http://here.invalid";
  // Browsers read "\" as "/", so "/\host" would leave the site; the parser does as they do.
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  if (url?.origin !== base) return fallback;
  const path = `${url.pathname}${url.search}`;
  return path.startsWith("//") ? fallback : path;
}

/** The sign-in page, and back to where one was going. */
export const loginPath = (url: URL): string => {
  const next = `${url.pathname}${url.search}`;
  return next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`;
};
