import type { Database } from "@/db/database.ts";
import { listViewers, listVisible } from "@/db/visibility.ts";

/** Which of these people's presence this viewer may see; everyone else appears offline. */
export const visibleTo = async (db: Database, viewerId: string, userIds: readonly string[]): Promise<Set<string>> =>
  new Set(await listVisible(db.orm, viewerId, [...new Set(userIds)]));

/** Who may see this person's presence, themselves included. */
export const viewersOf = (db: Database, userId: string): Promise<string[]> => listViewers(db.orm, userId);
