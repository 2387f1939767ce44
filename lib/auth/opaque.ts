/** A token that means nothing by itself: 256 random bits. Only its hash is stored. */
export const newOpaqueToken = (): string =>
  crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: "base64url", omitPadding: true });

const FORM = /^[\w-]{43}$/;

/** SHA-256 of a token as we make them; null for anything else, which then cannot be in the store. */
export async function hashOpaqueToken(token: string): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!FORM.test(token)) return null;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token)));
}
