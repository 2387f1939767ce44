import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { newId } from "@/lib/ids.ts";
import { systemClock } from "@/lib/clock.ts";
import { Tokens } from "./tokens.ts";

const SECRET = "a secret of more than thirty-two bytes";
const key = new TextEncoder().encode(SECRET);
const tokens = new Tokens([SECRET], systemClock);
const claims = { userId: newId(), sessionId: newId() };

const base: JWTPayload = { user_id: claims.userId, jti: claims.sessionId, iss: "freshet", aud: "freshet" };
const seconds = Math.floor(Date.now() / 1000);
const signed = (payload: JWTPayload, header: object = {}, by: Uint8Array | CryptoKey = key, alg = "HS256") =>
  new SignJWT({ iat: seconds, exp: seconds + 60, ...payload }).setProtectedHeader({ alg, ...header }).sign(by);

const refusal = (jwt: string) => tokens.read(jwt).then(() => "taken", (error) => `${error.code}: ${error.message}`);
const INVALID = "invalid_token: Invalid token";

Deno.test("a token carries who, which session, when and for whom, and nothing else", async () => {
  const jwt = await tokens.sign(claims);
  assert.deepEqual(await tokens.read(jwt), claims);
  const payload = JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString());
  assert.deepEqual(Object.keys(payload).toSorted(), ["aud", "exp", "iat", "iss", "jti", "user_id"]);
  assert.equal(payload.exp - payload.iat, 24 * 60 * 60);
});

Deno.test("no other algorithm is taken, and keys named by the token are ignored", async () => {
  assert.equal(await refusal(await signed(base)), "taken");
  assert.equal(await refusal(new UnsecuredJWT(base).encode()), INVALID);
  assert.equal(await refusal(await signed(base, {}, key, "HS512")), INVALID);
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const rsa = await signed(base, {}, privateKey, "RS256");
  assert.equal(await refusal(rsa), INVALID);
  const jwk = await crypto.subtle.exportKey("jwk", publicKey);
  const stranger = new TextEncoder().encode("another secret of more than thirty-two bytes");
  for (
    const header of [{ jwk }, { jku: "http://127.0.0.1:1/keys" }, { kid: "../../dev/null" }, {
      x5u: "http://127.0.0.1:1/",
    }]
  ) {
    assert.equal(await refusal(await signed(base, header, stranger)), INVALID, JSON.stringify(header));
    assert.equal(await refusal(await signed(base, header)), "taken", "signed by us, so the header says nothing");
  }
});

Deno.test("a token counts only in its time, for us, with all its claims", async () => {
  assert.equal(await refusal(await signed({ ...base, exp: seconds - 1 })), INVALID);
  const refused: [JWTPayload, string][] = [
    [{ ...base, nbf: seconds + 60 }, "invalid_token: Invalid token claims"],
    [{ ...base, aud: "another" }, "invalid_token: Invalid token claims"],
    [{ ...base, iss: "another" }, "invalid_token: Invalid token claims"],
    [{ ...base, exp: undefined }, "invalid_token: Invalid token claims"],
    [{ ...base, jti: undefined }, "invalid_token: Invalid token claims"],
    [{ ...base, user_id: undefined }, "invalid_token: Invalid user ID in token"],
    [{ ...base, user_id: "" }, "invalid_token: Invalid user ID in token"],
    [{ ...base, user_id: { $ne: null } }, "invalid_token: Invalid user ID in token"],
    [{ ...base, user_id: `${claims.userId}'--` }, "invalid_token: Invalid user ID in token"],
  ];
  for (const [payload, expected] of refused) {
    assert.equal(await refusal(await signed(payload)), expected, JSON.stringify(payload));
  }
});

Deno.test("a token has one spelling: nothing may be added, cut or changed", async () => {
  const jwt = await signed(base);
  const [head = "", body = "", signature = ""] = jwt.split(".");
  const lastUnused = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = signature.at(-1) ?? "";
  const sameBytes = `${head}.${body}.${signature.slice(0, -1)}${lastUnused[lastUnused.indexOf(last) + 1]}`;
  const forged = Buffer.from(JSON.stringify({ ...base, user_id: newId() })).toString("base64url");
  const variants = [
    `${jwt}=`,
    `${jwt}A`,
    `${jwt}\n`,
    ` ${jwt}`,
    `${jwt}.`,
    sameBytes,
    jwt.slice(0, -1),
    `${head}.${forged}.${signature}`,
    `${head}.${body}.`,
    `${head}..${signature}`,
    "",
    ".",
    "..",
    "a".repeat(10_000),
  ];
  for (const variant of variants) assert.equal(await refusal(variant), INVALID, JSON.stringify(variant).slice(0, 60));
  assert.equal(await refusal(jwt), "taken");
});
