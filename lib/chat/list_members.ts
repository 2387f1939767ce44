import { countMembers, type MemberCursor, type MemberRow, pageMembers } from "@/db/members.ts";
import { ChatError } from "@/lib/errors.ts";
import { isId } from "@/lib/ids.ts";
import type { MemberJson } from "@/lib/protocol/messages.ts";
import { type Access, accessConversation } from "./access.ts";
import type { ChatDeps } from "./deps.ts";
import { findPeople } from "./people/person_json.ts";
import { clampLimit } from "./timeline.ts";

export interface MembersPage {
  readonly members: readonly MemberJson[];
  readonly total: number;
  /** Give it as `after` for the next page; null at the end. */
  readonly next: string | null;
}

interface MembersWindow {
  readonly after?: string | null;
  readonly limit?: number;
}

/** Members of a conversation of mine: owner, admins, then the others, each by name. */
export async function listMembers(
  deps: ChatDeps,
  userId: string,
  conversationId: string,
  window: MembersWindow,
): Promise<MembersPage> {
  return await membersOf(deps, userId, await accessConversation(deps, userId, conversationId, "read"), window);
}

/** The same past the door. */
export async function membersOf(
  deps: ChatDeps,
  userId: string,
  access: Pick<Access, "conversationId">,
  window: MembersWindow,
): Promise<MembersPage> {
  const limit = clampLimit(window.limit);
  const after = window.after ? readCursor(window.after) : null;
  const [rows, total] = await Promise.all([
    pageMembers(deps.db, access.conversationId, after, limit + 1),
    countMembers(deps.db, access.conversationId),
  ]);
  const shown = rows.slice(0, limit);
  const people = await findPeople(deps, userId, shown.map((row) => row.userId));
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    members: shown.flatMap((row) => {
      const user = people.get(row.userId);
      return user ? [memberJson(row, user)] : [];
    }),
    total,
    next: last ? writeCursor({ rank: last.rank, name: last.nameKey, userId: last.userId }) : null,
  };
}

const memberJson = (row: MemberRow, user: MemberJson["user"]): MemberJson => ({
  user,
  role: row.role,
  joined_at: row.joinedAt.toISOString(),
  last_read_seq: row.lastReadSeq,
  last_delivered_seq: row.lastDeliveredSeq,
});

/** `rank.userId.name`: a name may hold dots, the parts before it do not. */
const writeCursor = (cursor: MemberCursor): string => `${cursor.rank}.${cursor.userId}.${cursor.name}`;

function readCursor(text: string): MemberCursor {
  const [rank = "", userId = "", ...name] = text.split(".");
  if (!/^[0-2]$/.test(rank) || !isId(userId) || text.includes("\0")) {
    throw new ChatError("invalid", { text: "Cannot list members: after is no cursor of this list", field: "after" });
  }
  return { rank: Number(rank), userId, name: name.join(".") };
}
