import type { Database } from "@/db/database.ts";
import { listUsers, touchLastSeen } from "@/db/users.ts";
import { membershipsOfAll, readHeads } from "@/lib/chat/heads.ts";
import { findPeople } from "@/lib/chat/people/person_json.ts";
import { viewersOf, visibleTo } from "@/lib/chat/people/visibility.ts";
import type { ChatDeps } from "@/lib/chat/deps.ts";
import { readFacts } from "@/lib/chat/read_facts.ts";
import type { LiveReaders, PresenceStore } from "@/lib/realtime/ports.ts";
import type { Sessions } from "@/lib/auth/sessions.ts";

/** What the live side asks of storage, answered by the rules' own readers. */
export const openLiveReaders = (db: Database, sessions: Sessions): LiveReaders => ({
  memberships: (userIds) => membershipsOfAll(db, userIds),
  heads: (conversationIds) => readHeads(db, conversationIds),
  facts: (cursors, limit, forUserId) => readFacts(db, cursors, limit, forUserId ?? null),
  standingSessions: (sessionIds) => sessions.stillStanding(sessionIds),
});

/** What the presence registry asks of storage. `deps` is read late: presence is made before the rules are complete. */
export const openPresenceStore = (db: Database, deps: () => ChatDeps): PresenceStore => ({
  async chosen(userIds) {
    const rows = await listUsers(db.orm, userIds);
    return new Map(rows.map((row) => [row.id, { status: row.status, statusText: row.statusText }]));
  },
  async viewersOf(userId, amongIds) {
    const viewers = new Set(await viewersOf(db, userId));
    return amongIds.filter((id) => viewers.has(id));
  },
  async visibleTo(userId, amongIds) {
    return [...await visibleTo(db, userId, amongIds)];
  },
  saveLastSeen: (userIds, atMs) => touchLastSeen(db.orm, userIds, new Date(atMs)),
  async people(viewerId, userIds) {
    return [...await findPeople(deps(), viewerId, userIds)];
  },
});
