import type { Database } from "@/db/database.ts";
import { listSeen, listViewers, listVisible } from "@/db/visibility.ts";

/** Which of these people's presence this viewer may see; everyone else appears offline. */
export const visibleTo = async (db: Database, viewerId: string, userIds: readonly string[]): Promise<Set<string>> =>
  new Set(await listVisible(db.orm, viewerId, [...new Set(userIds)]));

/** Who may see each of these people's presence, themselves included. */
export const viewersOf = (db: Database, userIds: readonly string[]): Promise<Map<string, string[]>> =>
  listViewers(db.orm, userIds);

/** Whose presence each of these people may see, themselves included; with `among`, only of those. */
export const seenBy = (
  db: Database,
  viewerIds: readonly string[],
  among: readonly string[] | null,
): Promise<Map<string, string[]>> => listSeen(db.orm, viewerIds, among);
