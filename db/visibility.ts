import { sql } from "drizzle-orm";
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

/** Who may see this person's presence, themselves included. */
export async function listViewers(db: Queryable, userId: string): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select v.id from (
      ${shareGroup} where mine.user_id = ${userId} and mine.left_at is null
      union select case when requester_id = ${userId} then addressee_id else requester_id end from friendships
      where status = 'accepted' and (requester_id = ${userId} or addressee_id = ${userId})
      union select theirs.user_id from members mine
      join conversations c on c.id = mine.conversation_id and c.kind = 'direct'
      join members theirs on theirs.conversation_id = c.id
      where mine.user_id = ${userId}
      and exists (select 1 from messages m where m.conversation_id = c.id and m.author_id = ${userId})
      union select ${userId}::uuid
    ) as v (id)
    where not exists (
      select 1 from blocks
      where (blocker_id = v.id and blocked_id = ${userId}) or (blocker_id = ${userId} and blocked_id = v.id)
    )`);
  return rows.map((row) => row.id);
}

/** One parameter that PostgreSQL reads as an array: drizzle would spread a list into many. */
const array = (ids: readonly string[]) => sql`${`{${ids.join(",")}}`}`;
