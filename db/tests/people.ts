import assert from "node:assert/strict";
import type { Database } from "@/db/database.ts";
import type { EditDraft, MessageDraft, ReactDraft, RecallDraft } from "@/db/fact_writer.ts";
import { createDirect, createGroup, type GroupAct, type NewGroupRow } from "@/db/group_changes.ts";
import { newId } from "@/lib/ids.ts";

/** Makes people with these names; answers their ids in the same order. */
export async function makePeople<N extends readonly string[]>(
  { sql }: Database,
  ...names: N
): Promise<{ [I in keyof N]: string }> {
  const ids = names.map(() => newId());
  const keys = names.map((name, index) => `${name}-${ids[index]}`);
  await sql`
    insert into users (id, username, username_key, email, email_key, password_hash)
    select id, name, key, key, key, '' from unnest(${ids}::uuid[], ${[
    ...names,
  ]}::text[], ${keys}::text[]) u(id, name, key)`;
  return ids as { [I in keyof N]: string };
}

/** Makes a group with these people, the first its owner; answers its id. Its first number is taken. */
export async function makeGroup(
  db: Database,
  [ownerId, ...memberIds]: readonly string[],
  fields: Partial<NewGroupRow> = {},
): Promise<string> {
  const id = newId();
  const result = await createGroup(db, {
    id,
    messageId: newId(),
    ownerId: ownerId ?? "",
    name: "Group",
    description: "",
    avatar: "",
    isPrivate: false,
    maxMembers: 100,
    memberIds,
    ...fields,
  });
  assert.equal(result.outcome, "done");
  return id;
}

/** Finds or makes the direct chat of two people; answers its id. */
export async function makeDirect(db: Database, actorId: string, peerId: string): Promise<string> {
  const result = await createDirect(db, { id: newId(), actorId, peerId });
  assert.ok(result.outcome === "done");
  return result.id;
}

export const act = (groupId: string, actorId: string): GroupAct => ({ id: newId(), groupId, actorId });

export const message = (
  conversationId: string,
  authorId: string,
  more: Partial<MessageDraft> = {},
): MessageDraft => ({
  kind: "message",
  conversationId,
  authorId,
  id: newId(),
  clientId: newId(),
  type: "text",
  content: "hello",
  data: {},
  replyTo: null,
  ...more,
});

export const edit = (
  conversationId: string,
  authorId: string,
  messageSeq: number,
  more: Partial<EditDraft> = {},
): EditDraft => ({
  kind: "edit",
  conversationId,
  authorId,
  messageSeq,
  content: "edited",
  data: {},
  notBefore: new Date(0),
  ...more,
});

export const recall = (
  conversationId: string,
  authorId: string,
  messageSeq: number,
  notBefore: Date | null = null,
): RecallDraft => ({ kind: "recall", conversationId, authorId, messageSeq, notBefore });

export const react = (
  conversationId: string,
  authorId: string,
  messageSeq: number,
  emoji = "👍",
  on = true,
): ReactDraft => ({ kind: "react", conversationId, authorId, messageSeq, emoji, on });

/** The numbers that a conversation has given out, in order, over messages and events. */
export async function listSeqs({ sql }: Database, conversationId: string): Promise<number[]> {
  const rows = await sql<{ seq: number }[]>`
    select seq from messages where conversation_id = ${conversationId}
    union all select seq from events where conversation_id = ${conversationId} order by seq`;
  return rows.map((row) => row.seq);
}

/** 1…n, and n is what the conversation says. */
export async function assertDense(db: Database, conversationId: string): Promise<void> {
  const seqs = await listSeqs(db, conversationId);
  const [row] = await db.sql<{ last_seq: number }[]>`select last_seq from conversations where id = ${conversationId}`;
  assert.deepEqual(seqs, Array.from({ length: row?.last_seq ?? -1 }, (_, index) => index + 1));
}

export async function setActive({ sql }: Database, userId: string, isActive: boolean): Promise<void> {
  await sql`update users set is_active = ${isActive} where id = ${userId}`;
}

export async function block({ sql }: Database, blockerId: string, blockedId: string): Promise<void> {
  await sql`insert into blocks (blocker_id, blocked_id) values (${blockerId}, ${blockedId})`;
}

/** The current members of a conversation and their roles. */
export async function listRoles({ sql }: Database, group: string): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ user_id: string; role: string }[]>`
    select user_id, role from members where conversation_id = ${group} and left_at is null`;
  return new Map(rows.map((row) => [row.user_id, row.role]));
}
