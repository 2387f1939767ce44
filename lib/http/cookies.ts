const LIFE_SECONDS = 90 * 24 * 60 * 60;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Browsers take a `__Host-` cookie over HTTPS and from this machine; elsewhere over plain HTTP it needs another name. */
export const isSecureOrigin = (origin: string): boolean => {
  const { protocol, hostname } = new URL(origin);
  return protocol === "https:" || LOOPBACK.test(hostname);
};

export const sessionCookieName = (origin: string): string => isSecureOrigin(origin) ? "__Host-freshet" : "freshet";

const attributes = (origin: string): string =>
  `Path=/; HttpOnly; SameSite=Lax${isSecureOrigin(origin) ? "; Secure" : ""}`;

/** `Set-Cookie` that signs a browser in. */
export const sessionCookie = (origin: string, token: string): string =>
  `${sessionCookieName(origin)}=${token}; Max-Age=${LIFE_SECONDS}; ${attributes(origin)}`;

/** `Set-Cookie` that makes a browser forget its session. */
export const clearedSessionCookie = (origin: string): string =>
  `${sessionCookieName(origin)}=; Max-Age=0; ${attributes(origin)}`;

/** The session's token that the browser sent, under the name that this origin uses and no other. */
export const readSessionCookie = (headers: Headers, origin: string): string | null =>
  readCookie(headers, sessionCookieName(origin));

/** The first cookie of a name. */
export function readCookie(headers: Headers, name: string): string | null {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}

export const shortCookie = (origin: string, name: string, value: string, seconds: number): string =>
  `${name}=${value}; Max-Age=${seconds}; ${attributes(origin)}`;
