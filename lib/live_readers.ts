import type { Database } from "@/db/database.ts";
import { listUsers, touchLastSeen } from "@/db/users.ts";
import type { Sessions } from "@/lib/auth/sessions.ts";
import { membershipsOfAll, readHeads } from "@/lib/chat/heads.ts";
import { seenBy, viewersOf, visibleTo } from "@/lib/chat/people/visibility.ts";
import { readFacts } from "@/lib/chat/read_facts.ts";
import type { LiveReaders, PresenceStore } from "@/lib/realtime/ports.ts";

/** What the live side asks of storage, answered by the rules' own readers. */
export const openLiveReaders = (db: Database, sessions: Sessions): LiveReaders => ({
  memberships: (userIds) => membershipsOfAll(db, userIds),
  heads: (conversationIds) => readHeads(db, conversationIds),
  facts: (cursors, limit, forUserId) => readFacts(db, cursors, limit, forUserId ?? null),
  stillStanding: (sessionIds) => sessions.stillStanding(sessionIds),
});

/** What the presence registry asks of storage. */
export const openPresenceStore = (db: Database): PresenceStore => ({
  async chosen(userIds) {
    const rows = await listUsers(db.orm, userIds);
    return new Map(rows.map((row) => [row.id, { status: row.status, statusText: row.statusText }]));
  },
  viewersOf: (userIds) => viewersOf(db, userIds),
  seenBy: (viewerIds, among) => seenBy(db, viewerIds, among),
  visibleTo: (viewerId, userIds) => visibleTo(db, viewerId, userIds),
  saveLastSeen: (userIds, atMs) => touchLastSeen(db.orm, userIds, new Date(atMs)),
});
