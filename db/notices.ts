import type { Database } from "./database.ts";
import { retrying } from "./retry.ts";

export interface NoticeRow {
  readonly seq: number;
  readonly createdAt: Date;
  /** Who became a member of the notices conversation with it. */
  readonly joined: readonly string[];
}

/** Writes a notice to everyone who is active, in one commit. The conversation is made by the first one. */
export async function postNotice(
  { sql }: Database,
  notice: { readonly conversationId: string; readonly id: string; readonly authorId: string; readonly content: string },
): Promise<NoticeRow> {
  const [row] = await retrying(() =>
    sql<NoticeRow[]>`
      select seq, created_at as "createdAt", joined
      from post_notice_v1(${notice.conversationId}, ${notice.id}, ${notice.authorId}, ${notice.content})`
  );
  if (!row) throw new Error("Cannot post notice: the store gave no answer");
  return row;
}
