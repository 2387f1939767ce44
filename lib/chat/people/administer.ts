import { insertAudit, listAudit } from "@/db/audit.ts";
import { insertInvite, type InviteRow, listInvites, revokeInvite, revokeInvitesOf } from "@/db/invites.ts";
import { listAllPeople } from "@/db/people.ts";
import { countOtherAdmins, findUser, lockAdmins, updateUser, type UserRow } from "@/db/users.ts";
import { hashOpaqueToken, newOpaqueToken } from "@/lib/auth/opaque.ts";
import { foldForSearch } from "@/lib/auth/search_key.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId, newId } from "@/lib/ids.ts";
import type { Actor, ChatDeps } from "../deps.ts";
import { deactivateAccount } from "./account.ts";
import { loadInOrder } from "./load_people.ts";
import { type OwnUserJson, ownUserJson } from "./user_json.ts";

const HOUR_MS = 60 * 60 * 1000;
const RESET_MS = 24 * HOUR_MS;
const PAGE = 50;

/** Only administrators get further; for others there is nothing here. */
export function checkAdmin(actor: Actor): void {
  if (!actor.isAdmin) throw new ChatError("not_found");
}

export interface PeoplePage {
  readonly users: readonly OwnUserJson[];
  /** Give it as `after` for the next page; null at the end. */
  readonly next: string | null;
}

/** Everyone by name, deactivated people too, with e-mails: administrators alone see them. */
export async function listEveryone(
  deps: ChatDeps,
  actor: Actor,
  window: { readonly query?: string; readonly after?: string | null },
): Promise<PeoplePage> {
  checkAdmin(actor);
  const folded = foldForSearch((window.query ?? "").replaceAll("\0", ""));
  const after = (window.after ?? "").replaceAll("\0", "");
  const found = await listAllPeople(deps.db, { folded, after, limit: PAGE + 1 });
  const users = await loadInOrder(deps, found.slice(0, PAGE));
  return {
    users: users.map((user) => ownUserJson(user)),
    next: found.length > PAGE ? users.at(-1)?.usernameKey ?? null : null,
  };
}

/** Lets a person in again, or keeps them out. Never the last administrator. */
export async function setActive(deps: ChatDeps, actor: Actor, userId: string, isActive: boolean): Promise<OwnUserJson> {
  const user = await getAny(deps, actor, userId);
  if (isActive) await updateUser(deps.db.orm, user.id, { isActive }, now(deps));
  else if (user.isActive) await deactivateAccount(deps, user.id);
  await note(deps, actor, isActive ? "user_activated" : "user_deactivated", user.id);
  return ownUserJson({ ...user, isActive });
}

export async function setAdmin(deps: ChatDeps, actor: Actor, userId: string, isAdmin: boolean): Promise<OwnUserJson> {
  const user = await getAny(deps, actor, userId);
  await deps.db.orm.transaction(async (tx) => {
    await lockAdmins(tx);
    if (!isAdmin && await countOtherAdmins(tx, user.id) === 0) {
      throw new ChatError("conflict", { text: "This is the only administrator; make somebody else one first" });
    }
    await updateUser(tx, user.id, { isAdmin }, now(deps));
  });
  await note(deps, actor, isAdmin ? "admin_made" : "admin_unmade", user.id);
  return ownUserJson({ ...user, isAdmin });
}

export interface IssuedLink {
  readonly id: string;
  /** Shown this once; only its hash is kept. */
  readonly token: string;
  readonly expiresAt: string | null;
}

/** A link with which a person sets a new password, once, within a day. Earlier ones stop working. */
export async function createResetLink(deps: ChatDeps, actor: Actor, userId: string): Promise<IssuedLink> {
  const user = await getAny(deps, actor, userId);
  await revokeInvitesOf(deps.db.orm, "password_reset", user.id, now(deps));
  const expiresAt = new Date(deps.clock.now() + RESET_MS);
  const link = await issue(deps, actor, { kind: "password_reset", userId: user.id, maxUses: 1, expiresAt });
  await note(deps, actor, "password_reset_issued", user.id);
  return link;
}

/** A link with which people register where registration is by invitation. */
export async function createRegistrationInvite(
  deps: ChatDeps,
  actor: Actor,
  options: { readonly expiresInHours: number | null; readonly maxUses: number | null },
): Promise<IssuedLink> {
  checkAdmin(actor);
  await deps.rates.take("invite", actor.id);
  const { expiresInHours: hours, maxUses } = options;
  const expiresAt = hours === null ? null : new Date(deps.clock.now() + hours * HOUR_MS);
  const link = await issue(deps, actor, { kind: "registration", userId: null, maxUses, expiresAt });
  await note(deps, actor, "invitation_made", link.id);
  return link;
}

export interface RegistrationInviteJson {
  readonly id: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly max_uses: number | null;
  readonly uses: number;
}

export async function listRegistrationInvites(deps: ChatDeps, actor: Actor): Promise<RegistrationInviteJson[]> {
  checkAdmin(actor);
  return (await listInvites(deps.db.orm, "registration", null, now(deps))).map((row) => ({
    id: row.id,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    max_uses: row.maxUses,
    uses: row.uses,
  }));
}

export async function revokeRegistrationInvite(deps: ChatDeps, actor: Actor, id: string): Promise<void> {
  checkAdmin(actor);
  const revoked = isId(id) && await revokeInvite(deps.db.orm, "registration", null, id, now(deps));
  if (!revoked) throw new ChatError("not_found");
  await note(deps, actor, "invitation_revoked", id);
}

export interface AuditJson {
  readonly id: string;
  readonly actor_id: string | null;
  readonly action: string;
  readonly subject: string;
  readonly created_at: string;
}

/** What administrators did, newest first. */
export async function listActs(deps: ChatDeps, actor: Actor, before: Date | null): Promise<AuditJson[]> {
  checkAdmin(actor);
  const rows = await listAudit(deps.db.orm, before ?? new Date(deps.clock.now() + HOUR_MS), PAGE);
  return rows.map((row) => ({
    id: row.id,
    actor_id: row.actorId,
    action: row.action,
    subject: row.subject,
    created_at: row.createdAt.toISOString(),
  }));
}

const now = (deps: ChatDeps): Date => new Date(deps.clock.now());

async function getAny(deps: ChatDeps, actor: Actor, userId: string): Promise<UserRow> {
  checkAdmin(actor);
  const user = isId(userId) ? await findUser(deps.db.orm, userId) : null;
  if (!user) throw new ChatError("user_not_found");
  return user;
}

async function issue(
  deps: ChatDeps,
  actor: Actor,
  what: Pick<InviteRow, "kind" | "userId" | "maxUses" | "expiresAt">,
): Promise<IssuedLink> {
  const token = newOpaqueToken();
  const tokenHash = await hashOpaqueToken(token);
  if (!tokenHash) throw new Error("A new token has the wrong form");
  const id = newId(deps.clock.now());
  await insertInvite(deps.db.orm, {
    ...what,
    id,
    tokenHash,
    conversationId: null,
    createdBy: actor.id,
    uses: 0,
    revokedAt: null,
    createdAt: now(deps),
  });
  return { id, token, expiresAt: what.expiresAt?.toISOString() ?? null };
}

const note = (deps: ChatDeps, actor: Actor, action: string, subject: string) =>
  insertAudit(deps.db.orm, {
    id: newId(deps.clock.now()),
    actorId: actor.id,
    action,
    subject,
    data: {},
    createdAt: now(deps),
  });
