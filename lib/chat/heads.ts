import type { Database } from "@/db/database.ts";
import { ChatError } from "@/lib/errors.ts";
import type { ConversationKind } from "@/lib/protocol/messages.ts";

export interface Membership {
  readonly conversationId: string;
  readonly kind: ConversationKind;
  readonly lastSeq: number;
}

/** The last seq of each conversation that exists. */
export function readHeads(_db: Database, _conversationIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  return Promise.reject(new ChatError("internal"));
}

/** Every conversation someone is a member of now. */
export function membershipsOf(_db: Database, _userId: string): Promise<readonly Membership[]> {
  return Promise.reject(new ChatError("internal"));
}

/** The same for many people at once, for the re-check of every connection. */
export function membershipsOfAll(
  _db: Database,
  _userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Membership[]>> {
  return Promise.reject(new ChatError("internal"));
}

/** Who is a member now. */
export function memberIds(_db: Database, _conversationId: string): Promise<readonly string[]> {
  return Promise.reject(new ChatError("internal"));
}
