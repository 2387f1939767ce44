import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  type AttachmentRow,
  completeAttachment,
  deleteAllUnsent,
  deleteForgotten,
  deleteOfRecalled,
  deleteUnsent,
  findReadable,
  findUnsent,
  type GoneAttachment,
  listUsedHashes,
  reserveAttachment,
} from "@/db/attachments.ts";
import type { Database } from "@/db/database.ts";
import type { Clock } from "@/lib/clock.ts";
import { ChatError } from "@/lib/errors.ts";
import { newId } from "@/lib/ids.ts";
import { cleanFileName } from "./file_name.ts";
import type { ByteRange, FileStore } from "./file_store.ts";
import { isPictureType, SNIFF_BYTES, sniffType } from "./kinds.ts";
import { leftoversOf, makePicture, type Variant, VARIANTS } from "./pictures.ts";
import { PATIENCE, type Patience, receive, tooLarge } from "./receive.ts";
import { KeyedTurns, Turns } from "./turns.ts";

export interface FilesOptions {
  readonly db: Database;
  readonly store: FileStore;
  /** For what is being uploaded; on the same disk as a store on this disk. */
  readonly folder: string;
  readonly clock: Pick<Clock, "now">;
  readonly maxBytes: number;
  /** Of one person; 0: any amount. */
  readonly quotaBytes: number;
  /** Of everybody; 0: any amount. */
  readonly totalBytes: number;
  /** A sentence when files cannot be taken here. */
  readonly refusal: string | null;
  readonly patience?: Patience;
}

export interface NewFile {
  readonly name: string;
  /** Null when only the end of the body will tell. */
  readonly size: number | null;
  readonly purpose?: AttachmentRow["purpose"];
}

/** An upload that is not whole: so many bytes are here. */
export interface PartialFile {
  readonly id: string;
  readonly offset: number;
  readonly size: number;
}

const HOUR_MS = 60 * 60 * 1_000;
/** How long what was not sent is kept. */
const UNSENT_MS = 24 * HOUR_MS;
/** Bytes without a row may belong to an upload that is just ending. */
const ORPHAN_MS = HOUR_MS;
const PICTURES_AT_ONCE = 2;
const BATCH = 200;

/** Takes files, keeps them, gives them back. Knows who brought a file and who may read it; not what a conversation is. */
export class Files {
  #o: FilesOptions;
  #pictures = new Turns(PICTURES_AT_ONCE);
  #hashes = new KeyedTurns();
  #receiving = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>();

  constructor(options: FilesOptions) {
    this.#o = options;
  }

  get maxBytes(): number {
    return this.#o.maxBytes;
  }

  /** Why files are not taken here, or null. */
  get refusal(): string | null {
    return this.#o.refusal;
  }

  /** Makes room for a file that is about to come. */
  async begin(ownerId: string, { name, size, purpose = "message" }: NewFile): Promise<PartialFile> {
    const { db, clock, maxBytes, quotaBytes, totalBytes, refusal } = this.#o;
    if (refusal) throw new ChatError("files_off", { text: refusal });
    if (size !== null && size > maxBytes) throw tooLarge(maxBytes);
    const now = clock.now();
    const file = { id: newId(now), ownerId, purpose, name: cleanFileName(name), size: size ?? maxBytes };
    const place = { ...file, at: new Date(now), quota: quotaBytes, totalQuota: totalBytes };
    const room = await reserveAttachment(db, place);
    if (room === "storage_full") throw new ChatError(room, { field: "file" });
    if (room === "quota_full") {
      throw new ChatError(room, {
        text: `Your files would take more than ${quotaBytes.toLocaleString("en")} bytes`,
        field: "file",
      });
    }
    return { id: file.id, offset: 0, size: file.size };
  }

  /** Takes a whole file in one go. When it cannot be taken nothing is left of it. */
  async upload(ownerId: string, file: NewFile, body: ReadableStream<Uint8Array> | null): Promise<AttachmentRow> {
    const { id } = await this.begin(ownerId, file);
    try {
      await this.#receive(id, 0, file.size ?? this.#o.maxBytes, body);
      return await this.#finish(id, file.purpose ?? "message");
    } catch (error) {
      // Should this fail too, the sweep does it; the first failure is the one to tell.
      await this.discard(ownerId, id).catch(() => {});
      throw error;
    }
  }

  /** Takes more of a file that was begun. What has come stays when the connection is cut. */
  async resume(
    ownerId: string,
    id: string,
    offset: number,
    body: ReadableStream<Uint8Array> | null,
  ): Promise<AttachmentRow | PartialFile> {
    const row = await findUnsent(this.#o.db, ownerId, id);
    if (!row) throw new ChatError("not_found");
    if (row.sha256 !== null) return row;
    await this.#takeOver(id);
    const has = await sizeOf(this.#partOf(id));
    if (offset !== has) {
      throw new ChatError("conflict", { text: `Cannot go on at ${offset}: ${has} bytes are here`, field: "offset" });
    }
    const size = await this.#receive(id, offset, row.size, body);
    if (size < row.size) return { id, offset: size, size: row.size };
    try {
      return await this.#finish(id, row.purpose);
    } catch (error) {
      if (error instanceof ChatError) await this.discard(ownerId, id);
      throw error;
    }
  }

  /** One's own file that is not sent: whole, or how far it has come. */
  async findUnsent(ownerId: string, id: string): Promise<AttachmentRow | PartialFile> {
    const row = await findUnsent(this.#o.db, ownerId, id);
    if (!row) throw new ChatError("not_found");
    return row.sha256 === null ? { id, offset: await sizeOf(this.#partOf(id)), size: row.size } : row;
  }

  /** Forgets one's own file that is not sent; again is no failure. */
  async discard(ownerId: string, id: string): Promise<void> {
    await this.#takeOver(id);
    await this.#collect(await deleteUnsent(this.#o.db, ownerId, id));
  }

  /** A file that the viewer may read now. What is not for them is as what does not exist. */
  async getReadable(viewerId: string, id: string): Promise<AttachmentRow> {
    const row = await findReadable(this.#o.db, viewerId, id);
    if (!row) throw new ChatError("not_found");
    return row;
  }

  /** The bytes of a file, or of a smaller size of a picture. */
  read({ sha256 }: AttachmentRow, variant: Variant | null, range?: ByteRange) {
    if (sha256 === null) throw new ChatError("not_found");
    return this.#o.store.read(variant ? `${sha256}-${variant}` : sha256, range);
  }

  /** After a recall: its files go at once. */
  async forgetRecalled(conversationId: string, messageSeq: number): Promise<void> {
    await this.#collect(await deleteOfRecalled(this.#o.db, conversationId, messageSeq));
  }

  /** After an account was deleted: what it has not sent goes. */
  async forgetPerson(userId: string): Promise<void> {
    await this.#collect(await deleteAllUnsent(this.#o.db, userId));
  }

  /** Removes what nobody can reach any more. */
  async sweep(): Promise<void> {
    const { db, store, clock } = this.#o;
    const now = clock.now();
    await this.#collect(await deleteForgotten(db, new Date(now - UNSENT_MS)));
    let batch: string[] = [];
    const removeUnused = async () => {
      const used = await listUsedHashes(db, [...new Set(batch.map(hashIn))]);
      for (const key of batch) {
        if (!used.has(hashIn(key))) await this.#hashes.take(hashIn(key), () => this.#removeUnused(hashIn(key)));
      }
      batch = [];
    };
    for await (const key of store.list(new Date(now - ORPHAN_MS))) {
      if (batch.push(key) >= BATCH) await removeUnused();
    }
    if (batch.length > 0) await removeUnused();
    await this.#sweepParts(now - UNSENT_MS);
  }

  async #receive(
    id: string,
    offset: number,
    maxBytes: number,
    body: ReadableStream<Uint8Array> | null,
  ): Promise<number> {
    await Deno.mkdir(this.#o.folder, { recursive: true, mode: 0o700 });
    const abort = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#receiving.set(id, { abort, ended: promise });
    try {
      const patience = this.#o.patience ?? PATIENCE;
      return await receive(this.#partOf(id), body, { offset, maxBytes, patience, signal: abort.signal });
    } finally {
      this.#receiving.delete(id);
      resolve();
    }
  }

  /** A connection that was cut may not be known to be: whoever comes later has the upload. */
  async #takeOver(id: string): Promise<void> {
    const running = this.#receiving.get(id);
    running?.abort.abort();
    await running?.ended;
  }

  async #finish(id: string, purpose: AttachmentRow["purpose"]): Promise<AttachmentRow> {
    const part = this.#partOf(id);
    try {
      const type = await sniffType(await headOf(part));
      const picture = isPictureType(type) ? await this.#pictures.take(() => makePicture(part, type, purpose)) : null;
      if (purpose === "avatar" && !picture) {
        throw new ChatError("invalid", { text: "This is not a picture that can be shown", field: "avatar" });
      }
      const path = picture?.path ?? part;
      const [size, sha256] = await Promise.all([sizeOf(path), hashOf(path)]);
      return await this.#hashes.take(sha256, async () => {
        for (const { name, path } of picture?.variants ?? []) await this.#o.store.put(`${sha256}-${name}`, path);
        await this.#o.store.put(sha256, path);
        const { width = null, height = null, blur = "", mime = type } = picture ?? { mime: unshown(type) };
        const row = await completeAttachment(this.#o.db, id, { size, mime, sha256, width, height, blur });
        if (row) return row;
        await this.#removeUnused(sha256);
        throw new ChatError("not_found");
      });
    } finally {
      await removeAll([part, ...leftoversOf(part)]);
    }
  }

  async #collect(gone: readonly GoneAttachment[]): Promise<void> {
    for (const { id, sha256 } of gone) {
      if (sha256 === null) await removeAll([this.#partOf(id)]);
      else await this.#hashes.take(sha256, () => this.#removeUnused(sha256));
    }
  }

  /** To be called while nobody else deals with these bytes. */
  async #removeUnused(sha256: string): Promise<void> {
    if ((await listUsedHashes(this.#o.db, [sha256])).size > 0) return;
    for (const name of [sha256, ...VARIANTS.map((variant) => `${sha256}-${variant}`)]) await this.#o.store.remove(name);
  }

  async #sweepParts(before: number): Promise<void> {
    const names = await Array.fromAsync(Deno.readDir(this.#o.folder), ({ name }) => name).catch(() => []);
    for (const name of names) {
      const path = join(this.#o.folder, name);
      const info = await Deno.stat(path).catch(() => null);
      if (info?.mtime && info.mtime.getTime() < before) await removeAll([path]);
    }
  }

  #partOf(id: string): string {
    return join(this.#o.folder, id);
  }
}

const hashIn = (key: string): string => key.slice(0, 64);

/** What says it is a picture and cannot be decoded is shown to no browser as one. */
const unshown = (type: string): string => isPictureType(type) ? "application/octet-stream" : type;

const sizeOf = async (path: string): Promise<number> => (await Deno.stat(path).catch(() => null))?.size ?? 0;

async function headOf(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path, { read: true });
  const head = new Uint8Array(SNIFF_BYTES);
  return head.subarray(0, await file.read(head) ?? 0);
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of (await Deno.open(path, { read: true })).readable) hash.update(chunk);
  return hash.digest("hex");
}

async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await Deno.remove(path).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}
