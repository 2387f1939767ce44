import type { Database, Queryable } from "@/db/database.ts";
import { takeInvite } from "@/db/invites.ts";
import { knowsAddress, type SessionRow } from "@/db/sessions.ts";
import {
  findUser,
  findUserByEmail,
  findUserByName,
  hasUsers,
  insertUser,
  updateUser,
  type UserRow,
} from "@/db/users.ts";
import type { Clock } from "@/lib/clock.ts";
import type { Config } from "@/lib/config.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId, newId } from "@/lib/ids.ts";
import type { RateLimiter } from "@/lib/rates/rates.ts";
import { networkOf } from "./network.ts";
import { hashOpaqueToken } from "./opaque.ts";
import { Passwords } from "./passwords.ts";
import {
  cleanEmail,
  cleanUsername,
  emailKey,
  passwordProblem,
  refuse,
  registrationProblems,
  usernameKey,
} from "./rules.ts";
import { searchKeyOf } from "./search_key.ts";
import { openSecrets } from "./secrets.ts";
import { Sessions, type SignInContext } from "./sessions.ts";
import { type SignedIn, signedInFrom } from "./signed_in.ts";
import { Tokens } from "./tokens.ts";

export type { SignInContext } from "./sessions.ts";

export interface Registration {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  /** Token of a registration invitation. */
  readonly invite?: string;
}

export interface SignIn {
  readonly user: UserRow;
  readonly sessionId: string;
  /** The cookie's value or the JWT, after the context's kind. */
  readonly token: string;
}

/** What must reach open sockets on every instance. The chat's announcer takes these among others. */
export type SessionEvent =
  | { readonly type: "session_revoked"; readonly userId: string; readonly sessionId: string }
  | { readonly type: "sessions_revoked"; readonly userId: string; readonly exceptSessionId: string | null };

export interface SessionAnnouncer {
  control(event: SessionEvent): void;
}

export interface AuthParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly db: Database;
  readonly rates: RateLimiter;
}

/** Who somebody is: accounts, sign-ins and the sessions behind cookies and JWTs. */
export class Auth {
  #announcer: SessionAnnouncer | null = null;

  private constructor(
    readonly parts: AuthParts,
    readonly sessions: Sessions,
    readonly passwords: Passwords,
  ) {}

  static async open(parts: AuthParts): Promise<Auth> {
    const tokens = new Tokens(await openSecrets(parts.config, parts.db), parts.clock);
    return new Auth(parts, new Sessions(parts.db, parts.clock, tokens), new Passwords(parts.config.bcryptCost));
  }

  /** Revocations reach sockets through it. It is made after us, since the hub needs us first. */
  attach(announcer: SessionAnnouncer): void {
    this.#announcer = announcer;
  }

  /** Adds an account and signs it in. Of many at once with one name or e-mail, one succeeds; the others get `user_exists`. */
  async register(input: Registration, context: SignInContext): Promise<SignIn> {
    const { db, config, clock, rates } = this.parts;
    refuse(...registrationProblems(input, config));
    await rates.take("register_address", networkOf(context.address));
    await this.#checkFree(input);
    const passwordHash = await this.passwords.hash(input.password);
    return await db.orm.transaction(async (tx) => {
      await this.#admit(tx, input.invite ?? "");
      const user = await insertUser(tx, {
        id: newId(clock.now()),
        username: cleanUsername(input.username),
        usernameKey: usernameKey(input.username),
        email: cleanEmail(input.email),
        emailKey: emailKey(input.email),
        passwordHash,
        searchKey: searchKeyOf({ username: cleanUsername(input.username), firstName: "", lastName: "" }),
        createdAt: new Date(clock.now()),
      });
      if (!user) throw new ChatError("user_exists");
      const { id, token } = await this.sessions.open(tx, user.id, context);
      return { user, sessionId: id, token };
    });
  }

  /** Signs in, or throws `invalid_credentials` alike for a wrong password, an unknown e-mail and a deactivated account. */
  async login(input: { readonly email: string; readonly password: string }, context: SignInContext): Promise<SignIn> {
    const { db, rates } = this.parts;
    const key = emailKey(input.email);
    await rates.take("login_address", networkOf(context.address));
    // A byte PostgreSQL cannot hold, so nobody has it in their address.
    const user = key.includes("\0") ? null : await findUserByEmail(db.orm, key);
    const account = await this.#accountKey(key, user, context.address);
    await rates.take("login_account", account);
    const check = await this.passwords.check(input.password, user?.passwordHash ?? null);
    if (!user || !check.isRight || !user.isActive) throw new ChatError("invalid_credentials");
    await rates.reset("login_account", account);
    if (check.isCheap) await this.#rehash(user.id, input.password);
    const { id, token } = await this.sessions.open(db.orm, user.id, context);
    await this.sessions.sweepSometimes();
    return { user, sessionId: id, token };
  }

  /** Ends the presented session only; its sockets close. */
  async logout(me: Pick<SignedIn, "id" | "sessionId">): Promise<void> {
    await this.revoke(me.id, me.sessionId);
  }

  async authenticateCookie(token: string): Promise<SignedIn | null> {
    const live = await this.sessions.findByCookie(token);
    return live && signedInFrom(live);
  }

  /** Null for a token that does not count, whatever the reason. */
  async authenticateToken(jwt: string): Promise<SignedIn | null> {
    try {
      return await this.requireToken(jwt);
    } catch (error) {
      if (error instanceof ChatError && error.code === "invalid_token") return null;
      throw error;
    }
  }

  /** Throws `invalid_token` with the contract's sentence for what is wrong with it. */
  async requireToken(jwt: string): Promise<SignedIn> {
    const live = await this.sessions.findByToken(jwt);
    if (!live) throw new ChatError("invalid_token");
    return signedInFrom(live);
  }

  /** Which of these sessions still stand: for the regular re-check of open sockets. */
  stillStanding(sessionIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.sessions.stillStanding(sessionIds);
  }

  listSessions(userId: string): Promise<SessionRow[]> {
    return this.sessions.list(userId);
  }

  /** Ends one session of a person. False when it does not stand or is not theirs. */
  async revoke(userId: string, sessionId: string): Promise<boolean> {
    const ended = isId(sessionId) && await this.sessions.end(userId, sessionId);
    if (ended) this.#announcer?.control({ type: "session_revoked", userId, sessionId });
    return ended;
  }

  async revokeAll(userId: string, exceptSessionId: string | null): Promise<void> {
    await this.sessions.endAll(this.parts.db.orm, userId, exceptSessionId);
    this.#announcer?.control({ type: "sessions_revoked", userId, exceptSessionId });
  }

  /** Before what cannot be undone: throws unless this is the person's password. Guessing counts as at sign-in. */
  async confirmPassword(userId: string, password: string, field = "password"): Promise<void> {
    const { db, rates } = this.parts;
    const key = `password:${userId}`;
    await rates.take("login_account", key);
    const user = await findUser(db.orm, userId);
    const { isRight } = await this.passwords.check(password, user?.passwordHash ?? null);
    if (!isRight) throw new ChatError("invalid", { field, text: `${field} is not your password` });
    await rates.reset("login_account", key);
  }

  /**
   * Changes the password, signs out everywhere else, and gives a new cookie in place of the one that was used. Null for a
   * JWT, which stays.
   */
  async changePassword(me: SignedIn, current: string, next: string): Promise<string | null> {
    refuse(passwordProblem(next, this.parts.config, "new_password"));
    await this.confirmPassword(me.id, current, "current_password");
    const cookie = await this.#setPassword(me.id, next, me);
    this.#announcer?.control({ type: "sessions_revoked", userId: me.id, exceptSessionId: me.sessionId });
    return cookie;
  }

  /** Sets a password with a reset link's token and signs out everywhere. The link works once. */
  async resetPassword(token: string, next: string): Promise<void> {
    const { db, config, clock } = this.parts;
    refuse(passwordProblem(next, config, "new_password"));
    const hash = await hashOpaqueToken(token);
    const passwordHash = await this.passwords.hash(next);
    const userId = await db.orm.transaction(async (tx) => {
      const now = new Date(clock.now());
      const link = hash && await takeInvite(tx, "password_reset", hash, now);
      if (!link?.userId) throw new ChatError("gone");
      await updateUser(tx, link.userId, { passwordHash }, now);
      await this.sessions.endAll(tx, link.userId, null);
      return link.userId;
    });
    this.#announcer?.control({ type: "sessions_revoked", userId, exceptSessionId: null });
  }

  async #setPassword(userId: string, password: string, keep: SignedIn): Promise<string | null> {
    const passwordHash = await this.passwords.hash(password);
    return await this.parts.db.orm.transaction(async (tx) => {
      await updateUser(tx, userId, { passwordHash }, new Date(this.parts.clock.now()));
      await this.sessions.endAll(tx, userId, keep.sessionId);
      return keep.sessionKind === "cookie" ? await this.sessions.rotate(tx, keep.sessionId) : null;
    });
  }

  async #checkFree(input: Registration): Promise<void> {
    const { orm } = this.parts.db;
    if (await findUserByName(orm, usernameKey(input.username))) {
      throw new ChatError("user_exists", { field: "username" });
    }
    if (await findUserByEmail(orm, emailKey(input.email))) throw new ChatError("user_exists", { field: "email" });
  }

  /** The very first person comes in whatever the setting: somebody has to be able to invite. */
  async #admit(tx: Queryable, invite: string): Promise<void> {
    const { registration } = this.parts.config;
    if (registration === "open" || !(await hasUsers(tx))) return;
    const hash = registration === "invite" ? await hashOpaqueToken(invite) : null;
    const taken = hash && await takeInvite(tx, "registration", hash, new Date(this.parts.clock.now()));
    if (!taken) throw new ChatError("registration_closed");
  }

  /** An address from which the person has signed in before has its own allowance, so that guessing elsewhere locks nobody out. */
  async #accountKey(key: string, user: UserRow | null, address: string): Promise<string> {
    const isKnown = user !== null && await knowsAddress(this.parts.db.orm, user.id, address);
    return isKnown ? `${key} ${address}` : key;
  }

  async #rehash(userId: string, password: string): Promise<void> {
    const passwordHash = await this.passwords.hash(password);
    await updateUser(this.parts.db.orm, userId, { passwordHash }, new Date(this.parts.clock.now()));
  }
}
