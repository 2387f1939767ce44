import { type SQL, sql } from "drizzle-orm";
import type { Queryable } from "./database.ts";

// Presence may be seen by oneself; by who shares a group; by friends; and in a direct chat in which the seen person has
// written. A block, whoever made it, ends all of that.

const shareGroup = sql`
  select theirs.user_id from members mine
  join members theirs on theirs.conversation_id = mine.conversation_id and theirs.left_at is null
  join conversations c on c.id = mine.conversation_id and c.kind = 'group'`;

/** Which of these people this viewer may see the presence of. */
export async function listVisible(db: Queryable, viewerId: string, userIds: readonly string[]): Promise<string[]> {
  if (userIds.length === 0) return [];
  const rows = await db.execute<{ id: string }>(sql`
    select u.id from unnest(${array(userIds)}::uuid[]) as u (id)
    where u.id = ${viewerId}::uuid or (
      not exists (
        select 1 from blocks
        where (blocker_id = u.id and blocked_id = ${viewerId}) or (blocker_id = ${viewerId} and blocked_id = u.id)
      ) and (
        exists (${shareGroup} where mine.user_id = ${viewerId} and mine.left_at is null and theirs.user_id = u.id)
        or exists (
          select 1 from friendships f where f.status = 'accepted'
          and ((f.requester_id = u.id and f.addressee_id = ${viewerId})
            or (f.requester_id = ${viewerId} and f.addressee_id = u.id))
        )
        or exists (
          select 1 from conversations c join messages m on m.conversation_id = c.id and m.author_id = u.id
          where c.direct_key = least(u.id, ${viewerId}::uuid)::text || ':' || greatest(u.id, ${viewerId}::uuid)::text
        )
      )
    )`);
  return rows.map((row) => row.id);
}

/** Who may see each of these people's presence, themselves included. */
export const listViewers = (db: Queryable, userIds: readonly string[]): Promise<Map<string, string[]>> =>
  listRelated(
    db,
    userIds,
    sql`select 1 from messages m where m.conversation_id = c.id and m.author_id = p.id`,
    sql`true`,
  );

/** Whose presence each of these people may see, themselves included; with `among`, only of those. */
export const listSeen = (
  db: Queryable,
  viewerIds: readonly string[],
  among: readonly string[] | null,
): Promise<Map<string, string[]>> =>
  listRelated(
    db,
    viewerIds,
    sql`select 1 from messages m where m.conversation_id = c.id and m.author_id = theirs.user_id`,
    among === null ? sql`true` : sql`o.id = any(${array(among)}::uuid[])`,
  );

/** For each person `p` the others `o`; `hasWritten` says which side of a direct chat `c` must have written. */
async function listRelated(
  db: Queryable,
  ids: readonly string[],
  hasWritten: SQL,
  only: SQL,
): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db.execute<{ id: string; others: string }>(sql`
    select p.id, string_agg(o.id::text, ' ') as others
    from unnest(${array(ids)}::uuid[]) as p (id)
    cross join lateral (
      ${shareGroup} where mine.user_id = p.id and mine.left_at is null
      union select case when requester_id = p.id then addressee_id else requester_id end from friendships
      where status = 'accepted' and (requester_id = p.id or addressee_id = p.id)
      union select theirs.user_id from members mine
      join conversations c on c.id = mine.conversation_id and c.kind = 'direct'
      join members theirs on theirs.conversation_id = c.id
      where mine.user_id = p.id and exists (${hasWritten})
      union select p.id
      except select blocked_id from blocks where blocker_id = p.id
      except select blocker_id from blocks where blocked_id = p.id
    ) as o (id)
    where ${only}
    group by p.id`);
  return new Map(rows.map((row) => [row.id, row.others.split(" ")]));
}

/** One parameter that PostgreSQL reads as an array: drizzle would spread a list into many. */
const array = (ids: readonly string[]) => sql`${`{${ids.join(",")}}`}`;
