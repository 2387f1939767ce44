import { listReaderMarks } from "@/db/members.ts";
import type { PersonJson } from "@/lib/protocol/messages.ts";
import { accessMessage } from "./access.ts";
import type { ChatDeps } from "./deps.ts";
import { findPeople } from "./people/person_json.ts";

export interface ReadersJson {
  readonly read: readonly PersonJson[];
  readonly delivered: readonly PersonJson[];
  readonly read_count: number;
  /** Those who have it, readers included. */
  readonly delivered_count: number;
  /** Members other than the author. */
  readonly total: number;
}

const SHOWN = 100;

/** Who of the others has read one message, and who has it without having read it; at most a hundred of each. */
export async function listReaders(deps: ChatDeps, userId: string, messageId: string): Promise<ReadersJson> {
  const door = await accessMessage(deps, userId, messageId);
  const marks = await listReaderMarks(deps.db, door.conversationId, door.authorId, door.seq);
  const read = marks.filter((mark) => mark.hasRead);
  const delivered = marks.filter((mark) => mark.hasReceived && !mark.hasRead);
  const shown = [...read.slice(0, SHOWN), ...delivered.slice(0, SHOWN)];
  const people = await findPeople(deps, userId, shown.map((mark) => mark.userId));
  const show = (list: typeof read) => list.slice(0, SHOWN).flatMap((mark) => people.get(mark.userId) ?? []);
  return {
    read: show(read),
    delivered: show(delivered),
    read_count: read.length,
    delivered_count: read.length + delivered.length,
    total: marks.length,
  };
}
