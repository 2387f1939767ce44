import type { Database } from "./database.ts";

export interface CoveredRow {
  readonly conversationId: string;
  readonly id: string;
  readonly seq: number;
  readonly authorId: string;
}

/**
 * The messages in stretches that read or delivered marks cover anew, newest first, at most `limit` a conversation: whose
 * authors are to be told. Not in groups of more than `maxMembers`, not between two people of whom one blocks the other,
 * and only of authors who are still members.
 */
export const listCovered = (
  { sql }: Database,
  stretches: readonly { readonly conversationId: string; readonly after: number; readonly upTo: number }[],
  maxMembers: number,
  limit: number,
) =>
  sql<CoveredRow[]>`
    select m.conversation_id as "conversationId", m.id, m.seq, m.author_id as "authorId"
    from unnest(
      ${stretches.map((stretch) => stretch.conversationId)}::uuid[],
      ${stretches.map((stretch) => stretch.after)}::bigint[],
      ${stretches.map((stretch) => stretch.upTo)}::bigint[]
    ) k(id, after, up_to)
    cross join lateral (
      select x.* from messages x
      where x.conversation_id = k.id and x.seq > k.after and x.seq <= k.up_to and x.deleted_at is null
        and x.type <> 'system'
      order by x.seq desc limit ${limit}
    ) m
    where (
        select count(*) from (
          select 1 from members p where p.conversation_id = k.id and p.left_at is null limit ${maxMembers + 1}
        ) counted
      ) <= ${maxMembers}
      and exists (
        select 1 from members p where p.conversation_id = k.id and p.user_id = m.author_id and p.left_at is null
      )
      and not exists (
        select 1 from conversations c
        join blocks b on b.blocker_id in (split_part(c.direct_key, ':', 1)::uuid, split_part(c.direct_key, ':', 2)::uuid)
          and b.blocked_id in (split_part(c.direct_key, ':', 1)::uuid, split_part(c.direct_key, ':', 2)::uuid)
        where c.id = k.id and c.kind = 'direct'
      )
    order by m.conversation_id, m.seq desc`;
