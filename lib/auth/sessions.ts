import type { Database, Queryable } from "@/db/database.ts";
import { isUnavailable } from "@/db/errors.ts";
import {
  endSession,
  endSessions,
  findSessionById,
  findSessionByToken,
  insertSession,
  listSessions,
  listStanding,
  type LiveSession,
  rotateSession,
  type SessionRow,
  sweepSessions,
  touchSession,
} from "@/db/sessions.ts";
import type { Clock } from "@/lib/clock.ts";
import { newId } from "@/lib/ids.ts";
import { hashOpaqueToken, newOpaqueToken } from "./opaque.ts";
import { JWT_LIFE_MS, type Tokens } from "./tokens.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
export const COOKIE_IDLE_MS = 30 * DAY_MS;
export const COOKIE_LIFE_MS = 90 * DAY_MS;
const TOUCH_MS = 60_000;
const KEEP_ENDED_MS = 30 * DAY_MS;
const SWEEP_MS = 6 * 60 * 60 * 1000;
const DEVICE_MAX = 200;

/** Where and for what a sign-in happens. */
export interface SignInContext {
  /** Pages get a cookie, API clients a JWT. */
  readonly kind: "cookie" | "jwt";
  readonly address: string;
  /** The user agent, as sent. */
  readonly device: string;
}

export interface OpenedSession {
  readonly id: string;
  /** The cookie's value or the JWT: given out once, never stored. */
  readonly token: string;
}

/** One row a sign-in, for cookies and JWTs alike. Times come from the clock, so that expiry can be tested. */
export class Sessions {
  #sweptAtMs = 0;

  constructor(readonly db: Database, readonly clock: Clock, readonly tokens: Tokens) {}

  async open(db: Queryable, userId: string, context: SignInContext): Promise<OpenedSession> {
    const id = newId(this.clock.now());
    const isCookie = context.kind === "cookie";
    const token = isCookie ? newOpaqueToken() : await this.tokens.sign({ userId, sessionId: id });
    const now = this.#now();
    await insertSession(db, {
      id,
      userId,
      kind: context.kind,
      tokenHash: isCookie ? await hashOpaqueToken(token) : null,
      device: printable(context.device).slice(0, DEVICE_MAX),
      address: context.address,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + (isCookie ? COOKIE_IDLE_MS : JWT_LIFE_MS)),
    });
    return { id, token };
  }

  async findByCookie(token: string): Promise<LiveSession | null> {
    const hash = await hashOpaqueToken(token);
    const live = hash && await findSessionByToken(this.db.orm, hash, this.#now());
    if (live) await this.#touch(live.session);
    return live;
  }

  /** Throws `invalid_token` for what is no token of ours; null when its session does not stand. */
  async findByToken(jwt: string): Promise<LiveSession | null> {
    const { userId, sessionId } = await this.tokens.read(jwt);
    const live = await findSessionById(this.db.orm, sessionId, this.#now());
    if (live?.session.kind !== "jwt" || live.session.userId !== userId) return null;
    await this.#touch(live.session);
    return live;
  }

  list(userId: string): Promise<SessionRow[]> {
    return listSessions(this.db.orm, userId, this.#now());
  }

  async stillStanding(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(await listStanding(this.db.orm, ids, this.#now()));
  }

  end(userId: string, id: string): Promise<boolean> {
    return endSession(this.db.orm, userId, id, this.#now());
  }

  async endAll(db: Queryable, userId: string, exceptId: string | null): Promise<void> {
    await endSessions(db, userId, exceptId, this.#now());
  }

  /** A new cookie for the same sign-in; the old one is worthless from now on. */
  async rotate(db: Queryable, id: string): Promise<string> {
    const token = newOpaqueToken();
    const hash = await hashOpaqueToken(token);
    if (hash) await rotateSession(db, id, hash);
    return token;
  }

  /** Removes what ended long ago, at most every few hours, on the way of a sign-in. */
  async sweepSometimes(): Promise<void> {
    const now = this.clock.now();
    if (now - this.#sweptAtMs < SWEEP_MS) return;
    this.#sweptAtMs = now;
    await sweepSessions(this.db.orm, new Date(now - KEEP_ENDED_MS));
  }

  /**
   * Use prolongs a cookie's session up to its absolute end; a JWT carries its own end. A store that takes no writes can
   * still be read: then the next use tries again.
   */
  async #touch(session: SessionRow): Promise<void> {
    const now = this.clock.now();
    if (now - session.lastSeenAt.getTime() < TOUCH_MS) return;
    const end = session.createdAt.getTime() + COOKIE_LIFE_MS;
    const expiresAt = session.kind === "jwt" ? session.expiresAt : new Date(Math.min(now + COOKIE_IDLE_MS, end));
    try {
      await touchSession(this.db.orm, session.id, new Date(now), expiresAt);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
    }
  }

  #now(): Date {
    return new Date(this.clock.now());
  }
}

// deno-lint-ignore no-control-regex
const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ").trim();
