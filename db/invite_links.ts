import type { Database } from "./database.ts";

/** A use that led to nothing. */
export const giveBackInvite = ({ sql }: Database, tokenHash: Uint8Array) =>
  sql`update invites set uses = uses - 1 where token_hash = ${tokenHash} and kind = 'group' and uses > 0`;
