import { listPlaces } from "@/db/conversations.ts";
import { listSearchable } from "@/db/search_blocks.ts";
import type { ConversationJson } from "@/lib/protocol/messages.ts";
import { listNamed, MOST_LISTED } from "./conversation_list.ts";
import type { ChatDeps } from "./deps.ts";
import { foldText } from "./search/fold_text.ts";
import { callsOf } from "./search/name_conversations.ts";

/** Those of my conversations that are called so, or whose other person is; the most recently active first, at most `limit`. */
export async function findConversations(
  deps: ChatDeps,
  userId: string,
  name: string,
  limit: number,
): Promise<readonly ConversationJson[]> {
  const sought = foldText(name.trim());
  const [places, rows] = await Promise.all([
    listPlaces(deps.db, userId, null, MOST_LISTED),
    listSearchable(deps.db, userId),
  ]);
  const isCalled = await callsOf(deps, userId, rows);
  const fitting = new Set(rows.filter((row) => isCalled(row, sought)).map(({ id }) => id));
  return await listNamed(deps, userId, places.map(({ id }) => id).filter((id) => fitting.has(id)).slice(0, limit));
}
