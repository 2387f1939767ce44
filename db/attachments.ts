import type { Database } from "./database.ts";
import { retrying } from "./retry.ts";

/** One use of a file by one person. */
export interface AttachmentRow {
  readonly id: string;
  readonly ownerId: string;
  readonly purpose: "message" | "avatar";
  readonly name: string;
  readonly size: number;
  readonly mime: string;
  /** Null while it is being uploaded. */
  readonly sha256: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly blur: string;
}

/** What is known of a file once all of it is there. */
export interface StoredFile {
  readonly size: number;
  readonly mime: string;
  readonly sha256: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly blur: string;
}

const columns = ({ sql }: Database) =>
  sql`a.id, a.owner_id as "ownerId", a.purpose, a.name, a.size, a.mime, a.sha256, a.width, a.height, a.blur`;

/** The message that a file belongs to, if it still stands and still lists it. */
const messageOf = ({ sql }: Database) =>
  sql`
    messages m where m.conversation_id = a.conversation_id and m.author_id = a.owner_id and m.client_id = a.client_id
      and m.deleted_at is null
      and m.data @> jsonb_build_object('attachments', jsonb_build_array(jsonb_build_object('id', a.id)))`;

export interface NewAttachment {
  readonly id: string;
  readonly ownerId: string;
  readonly purpose: AttachmentRow["purpose"];
  readonly name: string;
  /** Announced, or the most it can become. */
  readonly size: number;
  readonly at: Date;
  /** What all files of the owner may take together; 0: any amount. */
  readonly quota: number;
  /** The same of everybody's. */
  readonly totalQuota: number;
}

type Reserved = "made" | "quota_full" | "storage_full";

/** Any number, the same in every release: whoever holds this advisory lock counts everybody's files. */
const TOTAL_LOCK = 7_368_210_443;

/**
 * Makes room for a file, unless the owner's files, or everybody's, would be more than the quota. The owner's row keeps two
 * of one person from crossing, a lock those of all.
 */
export const reserveAttachment = (db: Database, file: NewAttachment): Promise<Reserved> =>
  retrying(() =>
    db.sql.begin(async (tx): Promise<Reserved> => {
      await tx`select from users where id = ${file.ownerId} for no key update`;
      if (file.totalQuota > 0) {
        await tx`select pg_advisory_xact_lock(${TOTAL_LOCK}::bigint)`;
        const [all] = await tx<{ fits: boolean }[]>`
          select coalesce(sum(size), 0) + ${file.size}::bigint <= ${file.totalQuota}::bigint as fits from attachments`;
        if (!all?.fits) return "storage_full";
      }
      const rows = await tx`
        insert into attachments (id, owner_id, purpose, name, size, created_at)
        select ${file.id}, ${file.ownerId}, ${file.purpose}, ${file.name}, ${file.size}, ${file.at}
        where ${file.quota}::bigint = 0 or ${file.quota}::bigint >= ${file.size}::bigint + (
          select coalesce(sum(size), 0) from attachments where owner_id = ${file.ownerId}
        ) returning id`;
      return rows.length > 0 ? "made" : "quota_full";
    }) as Promise<Reserved>
  );

/** Fills in what the upload has turned out to be; null when it is gone meanwhile. */
export async function completeAttachment(db: Database, id: string, file: StoredFile): Promise<AttachmentRow | null> {
  const [row] = await db.sql<AttachmentRow[]>`
    update attachments a set size = ${file.size}, mime = ${file.mime}, sha256 = ${file.sha256}, coming_sha256 = null,
      width = ${file.width}, height = ${file.height}, blur = ${file.blur}
    where a.id = ${id} and a.sha256 is null returning ${columns(db)}`;
  return row ?? null;
}

/** One's own file that is in no message yet. */
export async function findUnsent(db: Database, ownerId: string, id: string): Promise<AttachmentRow | null> {
  const [row] = await db.sql<AttachmentRow[]>`
    select ${columns(db)} from attachments a where a.id = ${id} and a.owner_id = ${ownerId} and a.client_id is null`;
  return row ?? null;
}

/** A file that the viewer may read now: unsent and their own, a picture of somebody, or of a message in one of their conversations. */
export async function findReadable(db: Database, viewerId: string, id: string): Promise<AttachmentRow | null> {
  const [row] = await db.sql<AttachmentRow[]>`
    select ${columns(db)} from attachments a
    where a.id = ${id} and a.sha256 is not null and (
      a.purpose = 'avatar'
      or (a.client_id is null and a.owner_id = ${viewerId})
      or (
        exists (
          select from members p
          where p.conversation_id = a.conversation_id and p.user_id = ${viewerId} and p.left_at is null
        )
        and exists (select from ${messageOf(db)})
      )
    )`;
  return row ?? null;
}

/** Where a message will stand: it may not be stored yet. */
export interface MessageName {
  readonly conversationId: string;
  readonly ownerId: string;
  readonly clientId: string;
}

/** Gives files to a message; those that are another's, in another message or not whole are left out. Again is no failure. */
export const claimAttachments = (db: Database, ids: readonly string[], message: MessageName) =>
  db.sql<AttachmentRow[]>`
    update attachments a set conversation_id = ${message.conversationId}, client_id = ${message.clientId}
    where a.id = any(${[...ids]}::uuid[]) and a.owner_id = ${message.ownerId} and a.sha256 is not null
      and a.purpose = 'message' and (a.client_id is null
        or (a.client_id = ${message.clientId} and a.conversation_id = ${message.conversationId}))
    returning ${columns(db)}`;

/** Takes back what `claimAttachments` gave to a message that was refused. */
export const releaseAttachments = ({ sql }: Database, ids: readonly string[], message: MessageName) =>
  sql`
    update attachments a set conversation_id = null, client_id = null
    where a.id = any(${[...ids]}::uuid[]) and a.owner_id = ${message.ownerId} and a.client_id = ${message.clientId}
      and a.conversation_id = ${message.conversationId} and not exists (
        select from messages m where m.conversation_id = a.conversation_id and m.author_id = a.owner_id
          and m.client_id = a.client_id
      )`;

/** Whether a message of this name is stored, recalled ones included. */
export async function isMessageStored({ sql }: Database, { conversationId, ownerId, clientId }: MessageName) {
  const rows = await sql`
    select from messages m
    where m.conversation_id = ${conversationId} and m.author_id = ${ownerId} and m.client_id = ${clientId}`;
  return rows.length > 0;
}

/** What is left of a row that has gone: its upload's id, and its bytes' name. */
export interface GoneAttachment {
  readonly id: string;
  readonly sha256: string | null;
}

/** Removes one's own unsent file. */
export const deleteUnsent = ({ sql }: Database, ownerId: string, id: string) =>
  sql<GoneAttachment[]>`
    delete from attachments where id = ${id} and owner_id = ${ownerId} and client_id is null returning id, sha256`;

/** Removes everything of a person that is in no message. */
export const deleteAllUnsent = ({ sql }: Database, ownerId: string) =>
  sql<GoneAttachment[]>`
    delete from attachments where owner_id = ${ownerId} and client_id is null returning id, sha256`;

/** Removes the files of a message that has been recalled. */
export const deleteOfRecalled = ({ sql }: Database, conversationId: string, messageSeq: number) =>
  sql<GoneAttachment[]>`
    delete from attachments a using messages m
    where m.conversation_id = ${conversationId} and m.seq = ${messageSeq} and m.deleted_at is not null
      and a.conversation_id = m.conversation_id and a.owner_id = m.author_id and a.client_id = m.client_id
    returning a.id, a.sha256`;

/** Removes what was made before a time and is in no message that stands. Pictures of people and groups stay while they are shown. */
export const deleteForgotten = (db: Database, before: Date) =>
  db.sql<GoneAttachment[]>`
    delete from attachments a where a.created_at < ${before} and case
      when a.purpose = 'avatar' then not exists (select from users u where substr(u.avatar, 8, 36) = a.id::text)
        and not exists (select from conversations c where substr(c.avatar, 8, 36) = a.id::text)
      else not exists (select from ${messageOf(db)}) end
    returning a.id, a.sha256`;
