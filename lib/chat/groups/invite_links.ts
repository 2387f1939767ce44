import { ChatError } from "@/lib/errors.ts";
import type { Actor, ChatDeps } from "../deps.ts";

export interface InviteLinkJson {
  readonly id: string;
  readonly created_by: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly max_uses: number | null;
  readonly uses: number;
}

/** Makes a link into a group. The token is shown this once; only its hash is kept. */
export function createInviteLink(
  _deps: ChatDeps,
  _actor: Actor,
  _groupId: string,
  _options: { readonly expiresInMs?: number | null; readonly maxUses?: number | null },
): Promise<{ readonly link: InviteLinkJson; readonly token: string }> {
  return Promise.reject(new ChatError("internal"));
}

/** Links of a group that still work. */
export function listInviteLinks(_deps: ChatDeps, _actor: Actor, _groupId: string): Promise<readonly InviteLinkJson[]> {
  return Promise.reject(new ChatError("internal"));
}

export function revokeInviteLink(_deps: ChatDeps, _actor: Actor, _groupId: string, _linkId: string): Promise<void> {
  return Promise.reject(new ChatError("internal"));
}

/** What a link leads to, for the page that asks whether to join; a dead link gives `gone`. */
export function findInvite(
  _deps: ChatDeps,
  _token: string,
): Promise<
  { readonly groupId: string; readonly name: string; readonly description: string; readonly memberCount: number }
> {
  return Promise.reject(new ChatError("internal"));
}

/** Joins by a link; counts as a use only for someone who was not in the group. */
export function joinByInvite(_deps: ChatDeps, _actor: Actor, _token: string): Promise<{ readonly groupId: string }> {
  return Promise.reject(new ChatError("internal"));
}
