import type { Database } from "./database.ts";
import { type ReleasedGroup, releaseMemberships } from "./group_changes.ts";
import { retrying } from "./retry.ts";

export interface Erased {
  /** What the person is called from now on. */
  readonly name: string;
  readonly groups: readonly ReleasedGroup[];
}

/**
 * Takes a person out of the store but for what others hold: their messages stay, under a name that says nothing. The name
 * and the e-mail are free again. Null when there is no such person.
 */
export const eraseUser = (db: Database, userId: string, at: Date): Promise<Erased | "only_admin" | null> =>
  retrying(() =>
    db.sql.begin(async (tx): Promise<Erased | "only_admin" | null> => {
      const admins = await tx<{ id: string }[]>`
        select id from users where is_admin and is_active and deleted_at is null order by id for no key update`;
      if (admins.every(({ id }) => id === userId)) return "only_admin";
      const [old] = await tx<{ username: string; display: string }[]>`
        select username, coalesce(nullif(trim(first_name || ' ' || last_name), ''), username) as display
        from users where id = ${userId} and deleted_at is null for no key update`;
      if (!old) return null;
      const name = `deleted-${userId.slice(-12)}`;
      await tx`
        update users set username = ${name}, username_key = ${name}, email = ${`${userId}@deleted.invalid`},
          email_key = ${`${userId}@deleted.invalid`}, password_hash = '', first_name = '', last_name = '', avatar = '',
          status_text = '', settings = '{}', search_key = '', last_seen = null, is_active = false, is_admin = false,
          deleted_at = ${at}, updated_at = ${at}
        where id = ${userId}`;
      const groups = await releaseMemberships(tx, userId);
      await tx`delete from sessions where user_id = ${userId}`;
      await tx`delete from friendships where requester_id = ${userId} or addressee_id = ${userId}`;
      await tx`delete from blocks where blocker_id = ${userId} or blocked_id = ${userId}`;
      await tx`delete from hidden_messages where user_id = ${userId}`;
      await tx`update invites set revoked_at = ${at} where (created_by = ${userId} or user_id = ${userId}) and revoked_at is null`;
      await forgetName(tx, userId, old.display, name);
      await forgetName(tx, userId, old.username, name);
      return { name, groups };
    }) as Promise<Erased | "only_admin" | null>
  );

/** System messages say names in words: those that the person did, or that were done to them. */
const forgetName = (tx: Parameters<typeof releaseMemberships>[0], userId: string, old: string, name: string) =>
  tx`
    update messages set content = replace(content, ${old}, ${name}),
      data = case when data -> 'system' ->> 'user_id' = ${userId}
        then jsonb_set(data, '{system,user_name}', to_jsonb(${name}::text)) else data end
    where type = 'system' and (author_id = ${userId} or data -> 'system' ->> 'user_id' = ${userId})
      and conversation_id in (select conversation_id from members where user_id = ${userId})`;
