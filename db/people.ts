import type { Database } from "./database.ts";

/** Active people who share a conversation with somebody: groups, and direct chats in which something was written. */
const acquaintances = (sql: Database["sql"], userId: string) =>
  sql`
    select theirs.user_id, coalesce((
      select m.created_at from messages m where m.conversation_id = c.id order by m.seq desc limit 1
    ), c.created_at) as active_at
    from members mine
    join conversations c on c.id = mine.conversation_id and (c.kind = 'group' or c.last_seq > 0)
    join members theirs on theirs.conversation_id = c.id and theirs.left_at is null and theirs.user_id <> mine.user_id
    where mine.user_id = ${userId} and mine.left_at is null`;

/** Ids of people one shares a conversation with, the most recently active conversation first. */
export const listContacts = ({ sql }: Database, userId: string, limit: number) =>
  sql<{ id: string }[]>`
    select u.id from (${acquaintances(sql, userId)}) a
    join users u on u.id = a.user_id and u.is_active and u.deleted_at is null
    group by u.id order by max(a.active_at) desc, u.id limit ${limit}`;

/** Ids of active people who are neither oneself nor among `exceptIds`, the most recently seen first. */
export const listDirectory = ({ sql }: Database, userId: string, exceptIds: readonly string[], limit: number) =>
  sql<{ id: string }[]>`
    select id from users
    where is_active and deleted_at is null and id <> ${userId} and not id = any (${[...exceptIds]}::uuid[])
    order by last_seen desc nulls last, created_at desc, id limit ${limit}`;

/**
 * Ids of active people whose folded names hold `folded`; those whose user name begins with it first. Without the directory
 * only oneself, friends and people one shares a conversation with.
 */
export const searchPeople = (
  { sql }: Database,
  userId: string,
  folded: string,
  options: { readonly directory: boolean; readonly limit: number },
) =>
  sql<{ id: string }[]>`
    select u.id from users u
    where u.is_active and u.deleted_at is null and strpos(u.search_key, ${folded}) > 0
      ${
    options.directory ? sql`` : sql`and (u.id = ${userId}
        or u.id in (select a.user_id from (${acquaintances(sql, userId)}) a)
        or exists (
          select 1 from friendships f where f.status = 'accepted' and ((f.requester_id = u.id and f.addressee_id = ${userId})
            or (f.requester_id = ${userId} and f.addressee_id = u.id))
        ))`
  }
    order by (strpos(u.search_key, ${folded}) <> 1), u.username_key limit ${options.limit}`;

/** People for administrators: everyone who is not deleted, by name, after a user name. */
export const listAllPeople = (
  { sql }: Database,
  window: { readonly folded: string; readonly after: string; readonly limit: number },
) =>
  sql<{ id: string }[]>`
    select id from users
    where deleted_at is null and username_key > ${window.after}
      and (strpos(search_key, ${window.folded}) > 0 or strpos(email_key, ${window.folded}) > 0)
    order by username_key limit ${window.limit}`;
