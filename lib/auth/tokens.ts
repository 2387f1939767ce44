import { errors, jwtVerify, SignJWT } from "jose";
import type { Clock } from "@/lib/clock.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";

export const JWT_LIFE_MS = 24 * 60 * 60 * 1000;
const ALGORITHM = "HS256";
const PARTY = "freshet";
const MAX_LENGTH = 4096;
// The last character of 32 bytes carries two unused bits: only the form we write is taken, so a token has one spelling.
const FORM = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/;

export interface TokenClaims {
  readonly userId: string;
  readonly sessionId: string;
}

/** Signs and reads the JWTs of API clients. The first secret signs, all verify. What a token's head says about keys is ignored. */
export class Tokens {
  readonly #keys: readonly Uint8Array[];

  constructor(secrets: readonly string[], readonly clock: Clock) {
    this.#keys = secrets.map((secret) => new TextEncoder().encode(secret));
  }

  async sign(claims: TokenClaims): Promise<string> {
    const now = Math.floor(this.clock.now() / 1000);
    const [key] = this.#keys;
    if (!key) throw new Error("No secret to sign with");
    return await new SignJWT({ user_id: claims.userId })
      .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
      .setJti(claims.sessionId)
      .setIssuer(PARTY)
      .setAudience(PARTY)
      .setIssuedAt(now)
      .setExpirationTime(now + JWT_LIFE_MS / 1000)
      .sign(key);
  }

  /** Throws `invalid_token` with the contract's sentence for what is wrong. The session must still be looked up. */
  async read(jwt: string): Promise<TokenClaims> {
    if (jwt.length > MAX_LENGTH || !FORM.test(jwt)) throw new ChatError("invalid_token");
    for (const key of this.#keys) {
      const payload = await this.#verify(jwt, key);
      if (!payload) continue;
      const { user_id: userId, jti } = payload;
      if (!isId(userId)) throw new ChatError("invalid_token", { text: "Invalid user ID in token" });
      if (!isId(jti)) throw new ChatError("invalid_token", { text: "Invalid token claims" });
      return { userId, sessionId: jti };
    }
    throw new ChatError("invalid_token");
  }

  async #verify(jwt: string, key: Uint8Array): Promise<Record<string, unknown> | null> {
    try {
      const { payload } = await jwtVerify(jwt, key, {
        algorithms: [ALGORITHM],
        issuer: PARTY,
        audience: PARTY,
        requiredClaims: ["exp", "iat"],
        currentDate: new Date(this.clock.now()),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new ChatError("invalid_token", { cause: error });
      if (error instanceof errors.JWTClaimValidationFailed) {
        throw new ChatError("invalid_token", { text: "Invalid token claims", cause: error });
      }
      return null;
    }
  }
}
