import type { Database } from "@/db/database.ts";
import { ChatError } from "@/lib/errors.ts";
import type { Fact } from "./ports.ts";
import type { ConversationKind } from "@/lib/protocol/messages.ts";

export interface FactsAfter {
  readonly kind: ConversationKind;
  /** Everything with seq greater than the cursor, in order; empty when `tooMany`. */
  readonly facts: readonly Fact[];
  /** The conversation's last seq, read before the facts: all facts at or below it are there. */
  readonly head: number;
  /** More than `limit` facts are missing: the reader reloads. */
  readonly tooMany: boolean;
}

/**
 * All facts after the given cursors (conversation id → seq), in a few queries whatever the number of conversations. With
 * `forUserId`, messages that person hid become `hidden` frames, and conversations the person is no member of are left out.
 */
export function readFacts(
  _db: Database,
  _cursors: ReadonlyMap<string, number>,
  _limit: number,
  _forUserId?: string,
): Promise<ReadonlyMap<string, FactsAfter>> {
  return Promise.reject(new ChatError("internal"));
}
