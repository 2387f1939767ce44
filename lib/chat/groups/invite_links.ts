import { findGroupFace } from "@/db/conversations.ts";
import { joinGroup } from "@/db/group_changes.ts";
import {
  findInvite as findInviteRow,
  insertInvite,
  type InviteRow,
  listInvites,
  revokeInvite,
  takeInvite,
} from "@/db/invites.ts";
import { giveBackInvite } from "@/db/invite_links.ts";
import { hashOpaqueToken, newOpaqueToken } from "@/lib/auth/opaque.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId, newId } from "@/lib/ids.ts";
import { accessGroup } from "../access.ts";
import type { Actor, ChatDeps } from "../deps.ts";
import { actOf, settle } from "./change_group.ts";

export interface InviteLinkJson {
  readonly id: string;
  readonly created_by: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly max_uses: number | null;
  readonly uses: number;
}

export interface InviteOptions {
  readonly expiresInMs?: number | null;
  readonly maxUses?: number | null;
}

/** What a link leads to, for the page that asks whether to join. */
export interface InviteFace {
  readonly groupId: string;
  readonly name: string;
  readonly description: string;
  readonly avatar: string;
  readonly memberCount: number;
  readonly joined: boolean;
}

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
const MOST_USES = 100_000;

/** Makes a link into a group. The token is shown this once; only its hash is kept. */
export async function createInviteLink(
  deps: ChatDeps,
  actor: Actor,
  groupId: string,
  options: InviteOptions,
): Promise<{ readonly link: InviteLinkJson; readonly token: string }> {
  const group = await accessGroup(deps, actor.id, groupId, "manage");
  if (group.archived) throw new ChatError("archived");
  const { expiresInMs = null, maxUses = null } = options;
  checkRange("expires_in_seconds", expiresInMs === null ? null : expiresInMs / 1000, 60, YEAR_MS / 1000);
  checkRange("max_uses", maxUses, 1, MOST_USES);
  await deps.rates.take("invite", actor.id);
  const token = newOpaqueToken();
  const tokenHash = await hashOpaqueToken(token);
  if (!tokenHash) throw new ChatError("internal");
  const now = deps.clock.now();
  const row: InviteRow = {
    id: newId(now),
    tokenHash,
    kind: "group",
    conversationId: group.conversationId,
    userId: null,
    createdBy: actor.id,
    maxUses,
    uses: 0,
    expiresAt: expiresInMs === null ? null : new Date(now + expiresInMs),
    revokedAt: null,
    createdAt: new Date(now),
  };
  await insertInvite(deps.db.orm, row);
  return { link: linkJson(row), token };
}

/** Links of a group that still work. */
export async function listInviteLinks(
  deps: ChatDeps,
  actor: Actor,
  groupId: string,
): Promise<readonly InviteLinkJson[]> {
  const group = await accessGroup(deps, actor.id, groupId, "manage");
  const rows = await listInvites(deps.db.orm, "group", group.conversationId, new Date(deps.clock.now()));
  return rows.map(linkJson);
}

export async function revokeInviteLink(deps: ChatDeps, actor: Actor, groupId: string, linkId: string): Promise<void> {
  const group = await accessGroup(deps, actor.id, groupId, "manage");
  const at = new Date(deps.clock.now());
  if (!isId(linkId) || !(await revokeInvite(deps.db.orm, "group", group.conversationId, linkId, at))) {
    throw new ChatError("not_found");
  }
}

/** What a link leads to; a dead or unknown link gives `gone`. */
export async function findInvite(deps: ChatDeps, userId: string, token: string): Promise<InviteFace> {
  const hash = await getHash(token);
  const row = await findInviteRow(deps.db.orm, "group", hash, new Date(deps.clock.now()));
  const face = row?.conversationId ? await findGroupFace(deps.db, userId, row.conversationId) : null;
  if (!face || face.archived) throw new ChatError("gone");
  const { name, description, avatar, memberCount, joined } = face;
  return { groupId: face.id, name, description, avatar, memberCount, joined };
}

/** Joins by a link; counts as a use only for someone who was not in the group. */
export async function joinByInvite(deps: ChatDeps, actor: Actor, token: string): Promise<{ readonly groupId: string }> {
  await deps.rates.take("join", actor.id);
  const { groupId, joined } = await findInvite(deps, actor.id, token);
  if (joined) return { groupId };
  const hash = await getHash(token);
  // Taken before joining, so that the last use goes to one person; given back when the group takes nobody.
  const taken = await takeInvite(deps.db.orm, "group", hash, new Date(deps.clock.now()));
  if (!taken) throw new ChatError("gone");
  const act = actOf(deps, actor, groupId);
  const change = await joinGroup(deps.db, act, true);
  if (change.outcome !== "done") await giveBackInvite(deps.db, hash);
  settle(deps, act, change, { archived: "gone" }, { joined: [actor.id] });
  return { groupId };
}

async function getHash(token: string): Promise<Uint8Array<ArrayBuffer>> {
  const hash = await hashOpaqueToken(token);
  if (!hash) throw new ChatError("gone");
  return hash;
}

function checkRange(field: string, value: number | null, least: number, most: number): void {
  if (value === null || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw new ChatError("invalid", {
    text: `${field} is ${value}; it must be a whole number from ${least} to ${most.toLocaleString("en")}`,
    field,
  });
}

const linkJson = (row: InviteRow): InviteLinkJson => ({
  id: row.id,
  created_by: row.createdBy ?? "",
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt?.toISOString() ?? null,
  max_uses: row.maxUses,
  uses: row.uses,
});
