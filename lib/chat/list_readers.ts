import type { PersonJson } from "@/lib/protocol/messages.ts";
import { ChatError } from "@/lib/errors.ts";
import type { ChatDeps } from "./deps.ts";

export interface ReadersJson {
  readonly read: readonly PersonJson[];
  readonly delivered: readonly PersonJson[];
  /** Members other than the author. */
  readonly total: number;
}

/** Who of the others has read one message, and who has only been delivered it; at most a hundred of each. */
export function listReaders(_deps: ChatDeps, _userId: string, _messageId: string): Promise<ReadersJson> {
  return Promise.reject(new ChatError("internal"));
}
