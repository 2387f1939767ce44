import type { SessionRow } from "@/db/sessions.ts";

export interface SessionJson {
  readonly id: string;
  readonly kind: "cookie" | "jwt";
  readonly device: string;
  readonly address: string;
  readonly created_at: string;
  readonly last_seen_at: string;
  readonly expires_at: string;
  /** The one that asks. */
  readonly current: boolean;
}

export const sessionJson = (row: SessionRow, currentId: string): SessionJson => ({
  id: row.id,
  kind: row.kind,
  device: row.device,
  address: row.address,
  created_at: row.createdAt.toISOString(),
  last_seen_at: row.lastSeenAt.toISOString(),
  expires_at: row.expiresAt.toISOString(),
  current: row.id === currentId,
});
