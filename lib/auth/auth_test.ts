import assert from "node:assert/strict";
import { openDatabase } from "@/db/open.ts";
import { readConfig } from "@/lib/config.ts";
import type { Clock } from "@/lib/clock.ts";
import { openRateLimiter } from "@/lib/rates/rate_limiter.ts";
import { tempFolder } from "@/tests/support/temp.ts";
import { Auth, type SessionEvent, type SignInContext } from "./auth.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const folder = await tempFolder();
const db = await openDatabase({ databaseUrl: null, dataDir: folder.path });
Deno.test.afterAll(async () => {
  await db.close();
  await folder[Symbol.asyncDispose]();
});

const page: SignInContext = { kind: "cookie", address: "192.0.2.1", device: "Firefox" };
const api: SignInContext = { kind: "jwt", address: "192.0.2.2", device: "curl" };
const config = readConfig({ FRESHET_DATA: folder.path, FRESHET_BCRYPT_COST: "4", FRESHET_LIMITS: "off" });
const unlimited = openRateLimiter({ isOn: false });

interface MovedClock extends Clock {
  nowMs: number;
}

function movedClock(): MovedClock {
  const clock: MovedClock = {
    nowMs: Date.now(),
    now: () => clock.nowMs,
    after: () => () => {},
    every: () => () => {},
  };
  return clock;
}

const openAuth = (clock: Clock = movedClock(), changes: Partial<typeof config> = {}, rates = unlimited) =>
  Auth.open({ config: { ...config, ...changes }, clock, db, rates });

let made = 0;
const person = (name = `person${++made}`) => ({
  username: name,
  email: `${name}@example.org`,
  password: "correct horse",
});
const codeOf = (attempt: Promise<unknown>) => attempt.then(() => "fine", (error) => error.code ?? error);

Deno.test("the first person is the administrator, even when many register at once, and nobody after", async () => {
  const auth = await openAuth();
  const first = await Promise.all(["ann", "bob", "cem", "dia"].map((name) => auth.register(person(name), api)));
  assert.equal(first.filter(({ user }) => user.isAdmin).length, 1);
  assert.equal((await auth.register(person(), api)).user.isAdmin, false);
});

Deno.test("of fifty at once with one name, and of fifty with one e-mail, one gets in whatever the case", async () => {
  const auth = await openAuth();
  const names = await Promise.all(
    Array.from(
      { length: 50 },
      (_, i) => codeOf(auth.register({ ...person(`race${i}`), username: i % 2 ? "Racing" : "rACING" }, api)),
    ),
  );
  assert.deepEqual(names.toSorted(), ["fine", ...Array(49).fill("user_exists")]);
  const emails = await Promise.all(
    Array.from(
      { length: 50 },
      (_, i) =>
        codeOf(auth.register({ ...person(`dash${i}`), email: i % 2 ? "One@Example.org" : "one@example.ORG" }, api)),
    ),
  );
  assert.deepEqual(emails.toSorted(), ["fine", ...Array(49).fill("user_exists")]);
});

Deno.test("a password signs in exactly as typed, by an e-mail in any case", async () => {
  const auth = await openAuth();
  const who = { ...person(), password: "  Zwölf Boxkämpfer  " };
  const { user } = await auth.register(who, page);
  const again = await auth.login({ email: who.email.toUpperCase(), password: who.password }, page);
  assert.equal(again.user.id, user.id);
  assert.equal(
    await codeOf(auth.login({ email: who.email, password: who.password.trim() }, page)),
    "invalid_credentials",
  );
});

Deno.test("a wrong password, an unknown e-mail and a strange one are refused alike, each at the price of a hash", async () => {
  const auth = await openAuth();
  const who = person();
  await auth.register(who, page);
  const before = auth.passwords.compared;
  for (const email of [who.email, "nobody@example.org", "nul\u0000@example.org"]) {
    await assert.rejects(auth.login({ email, password: "wrong horse" }, page), {
      code: "invalid_credentials",
      message: "Invalid credentials",
    });
  }
  assert.equal(auth.passwords.compared - before, 3);
});

Deno.test("each sign-in has its own cookie, and signing out ends only that one", async () => {
  const auth = await openAuth();
  const heard: SessionEvent[] = [];
  auth.attach({ control: (event) => void heard.push(event) });
  const who = person();
  const one = await auth.register(who, page);
  const two = await auth.login(who, page);
  assert.notEqual(one.token, two.token);
  const me = await auth.authenticateCookie(one.token);
  assert.ok(me);
  assert.equal(me.id, one.user.id);
  await auth.logout(me);
  assert.equal(await auth.authenticateCookie(one.token), null);
  assert.ok(await auth.authenticateCookie(two.token));
  assert.deepEqual(heard, [{ type: "session_revoked", userId: me.id, sessionId: one.sessionId }]);
});

Deno.test("only the hash of a cookie is stored, and no JWT", async () => {
  const auth = await openAuth();
  const { token, sessionId } = await auth.register(person(), page);
  const rows = await db.sql`select s::text as text from sessions s where id = ${sessionId}`;
  assert.ok(rows[0]?.text.includes(sessionId));
  assert.ok(!rows[0]?.text.includes(token));
  assert.equal(await auth.authenticateCookie("x".repeat(43)), null);
  assert.equal(await auth.authenticateCookie(""), null);
});

Deno.test("a cookie lasts 30 days without use and 90 in all", async () => {
  const clock = movedClock();
  const auth = await openAuth(clock);
  const idle = await auth.register(person(), page);
  const used = await auth.register(person(), page);
  for (let day = 29; day < 90; day += 29) {
    clock.nowMs += 29 * DAY_MS;
    assert.ok(await auth.authenticateCookie(used.token), `day ${day}`);
  }
  assert.equal(await auth.authenticateCookie(idle.token), null, "not used for 30 days");
  clock.nowMs += 4 * DAY_MS;
  assert.equal(await auth.authenticateCookie(used.token), null, "91 days old");
});

Deno.test("while the store takes no writes whoever is signed in can read on, and is prolonged once it does", async () => {
  const clock = movedClock();
  const auth = await openAuth(clock);
  const who = person();
  const [cookie, jwt] = [await auth.register(who, page), await auth.login(who, api)];
  await db.sql`set default_transaction_read_only = on`;
  try {
    clock.nowMs += DAY_MS / 2;
    assert.ok(await auth.authenticateCookie(cookie.token));
    assert.ok(await auth.authenticateToken(jwt.token));
  } finally {
    await db.sql`set default_transaction_read_only = off`;
  }
  clock.nowMs += 20 * DAY_MS;
  assert.ok(await auth.authenticateCookie(cookie.token));
  clock.nowMs += 20 * DAY_MS;
  assert.ok(await auth.authenticateCookie(cookie.token));
});

Deno.test("a JWT lasts 24 hours, or until its session is revoked, and never stands in for a cookie", async () => {
  const clock = movedClock();
  const auth = await openAuth(clock);
  const who = person();
  const { token, user, sessionId } = await auth.register(who, api);
  assert.equal((await auth.authenticateToken(token))?.id, user.id);
  assert.equal(await auth.authenticateCookie(token), null);
  clock.nowMs += DAY_MS - 5_000;
  assert.ok(await auth.authenticateToken(token));
  const other = await auth.login(who, api);
  assert.equal(await auth.revoke(user.id, other.sessionId), true);
  assert.equal(await auth.authenticateToken(other.token), null);
  assert.equal(await auth.revoke(user.id, other.sessionId), false, "a second time");
  clock.nowMs += 10_000;
  assert.equal(await auth.authenticateToken(token), null);
  assert.deepEqual([...await auth.stillStanding([sessionId])], []);
});

Deno.test("nobody can revoke another person's session", async () => {
  const auth = await openAuth();
  const [ann, bob] = [await auth.register(person(), page), await auth.register(person(), page)];
  assert.equal(await auth.revoke(bob.user.id, ann.sessionId), false);
  assert.ok(await auth.authenticateCookie(ann.token));
  assert.equal(await auth.revoke(ann.user.id, ann.sessionId), true);
});

Deno.test("a changed password signs out everywhere else and replaces the cookie in use", async () => {
  const auth = await openAuth();
  const who = person();
  const here = await auth.register(who, page);
  const there = await auth.login(who, page);
  const client = await auth.login(who, api);
  const me = await auth.authenticateCookie(here.token);
  assert.ok(me);
  await assert.rejects(auth.changePassword(me, "not mine", "new horse battery"), { field: "current_password" });
  assert.ok(await auth.authenticateCookie(there.token));
  const fresh = await auth.changePassword(me, who.password, "new horse battery");
  assert.ok(fresh);
  assert.equal((await auth.authenticateCookie(fresh))?.sessionId, here.sessionId);
  assert.equal(await auth.authenticateCookie(here.token), null, "the old cookie replayed");
  assert.equal(await auth.authenticateCookie(there.token), null);
  assert.equal(await auth.authenticateToken(client.token), null);
  assert.equal(await codeOf(auth.login(who, page)), "invalid_credentials");
  assert.equal(await codeOf(auth.login({ ...who, password: "new horse battery" }, page)), "fine");
});

Deno.test("a hash is made anew at sign-in when the cost has risen", async () => {
  const who = person();
  const { user } = await (await openAuth()).register(who, page);
  const costOf = async () => {
    const rows = await db.sql`select substr(password_hash, 5, 2) as cost from users where id = ${user.id}`;
    return Number(rows[0]?.cost);
  };
  assert.equal(await costOf(), 4);
  const auth = await openAuth(movedClock(), { bcryptCost: 5 });
  await auth.login(who, page);
  assert.equal(await costOf(), 5);
  assert.equal(await codeOf(auth.login(who, page)), "fine");
});

Deno.test("guessing one account's password stops after ten tries, but not for its owner at a known address", async () => {
  using rates = openRateLimiter({ isOn: true });
  const auth = await openAuth(movedClock(), {}, rates);
  const who = person();
  await auth.register(who, { ...page, address: "198.51.100.7" });
  const guesses: unknown[] = [];
  for (let i = 0; i < 12; i++) {
    const context = { ...page, address: `203.0.113.${i}` };
    guesses.push(await codeOf(auth.login({ ...who, password: "wrong horse" }, context)));
  }
  assert.deepEqual(guesses, [...Array(10).fill("invalid_credentials"), "rate_limited", "rate_limited"]);
  assert.equal(await codeOf(auth.login(who, { ...page, address: "203.0.113.99" })), "rate_limited");
  assert.equal(await codeOf(auth.login(who, { ...page, address: "198.51.100.7" })), "fine");
});

Deno.test("one address gets a hundred tries over all accounts", async () => {
  using rates = openRateLimiter({ isOn: true });
  const auth = await openAuth(movedClock(), {}, rates);
  const tries: unknown[] = [];
  for (let i = 0; i < 101; i++) {
    tries.push(await codeOf(auth.login({ email: `nobody${i}@example.org`, password: "wrong horse" }, page)));
  }
  assert.equal(tries.filter((code) => code === "invalid_credentials").length, 100);
  assert.equal(tries.at(-1), "rate_limited");
});

Deno.test("when registration is closed nobody gets in; by invitation each use of a link lets in one", async () => {
  const closed = await openAuth(movedClock(), { registration: "closed" });
  assert.equal(await codeOf(closed.register(person(), page)), "registration_closed");
  const byLink = await openAuth(movedClock(), { registration: "invite" });
  assert.equal(await codeOf(byLink.register(person(), page)), "registration_closed");
  assert.equal(await codeOf(byLink.register({ ...person(), invite: "x".repeat(43) }, page)), "registration_closed");
});

Deno.test("a made secret is kept in the data folder for its owner only, and outlives a restart", async () => {
  const { token } = await (await openAuth()).register(person(), api);
  assert.ok(await (await openAuth()).authenticateToken(token), "after a restart");
  const { mode } = await Deno.stat(`${folder.path}/jwt_secret`);
  assert.equal((mode ?? 0) & 0o777, 0o600);
});

Deno.test("with several secrets the first signs and all verify", async () => {
  const [old, next] = ["o".repeat(40), "n".repeat(40)];
  const { token } = await (await openAuth(movedClock(), { jwtSecrets: [old] })).register(person(), api);
  assert.ok(await (await openAuth(movedClock(), { jwtSecrets: [next, old] })).authenticateToken(token));
  assert.equal(await (await openAuth(movedClock(), { jwtSecrets: [next] })).authenticateToken(token), null);
});
