import type { Database } from "./database.ts";

export interface CommonGroupRow {
  readonly id: string;
  readonly name: string;
  readonly avatar: string;
}

/** Groups in which both are now, by name; at most so many. */
export const listCommonGroups = ({ sql }: Database, userId: string, otherId: string, most: number) =>
  sql<CommonGroupRow[]>`
    select c.id, c.name, c.avatar
    from members mine
    join members theirs on theirs.conversation_id = mine.conversation_id
      and theirs.user_id = ${otherId} and theirs.left_at is null
    join conversations c on c.id = mine.conversation_id and c.kind = 'group' and c.archived_at is null
    where mine.user_id = ${userId} and mine.left_at is null
    order by c.name, c.id limit ${most}`;
