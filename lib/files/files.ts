import {
  type AttachmentRow,
  deleteAllUnsent,
  deleteForgotten,
  deleteOfRecalled,
  deleteUnsent,
  findReadable,
  findUnsent,
  type GoneAttachment,
  reserveAttachment,
} from "@/db/attachments.ts";
import type { Database } from "@/db/database.ts";
import type { Clock } from "@/lib/clock.ts";
import { ChatError } from "@/lib/errors.ts";
import { newId } from "@/lib/ids.ts";
import { Contents } from "./contents.ts";
import { type Crop, wrongCrop } from "./crop.ts";
import { cleanFileName } from "./file_name.ts";
import type { ByteRange, FileStore } from "./file_store.ts";
import { Parts, type PartTurn } from "./parts.ts";
import type { Variant } from "./pictures.ts";
import { Pieces } from "./pieces.ts";
import { type Patience, tooLarge } from "./receive.ts";
import { orStorageFull, roomOf, storageFull } from "./room.ts";

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
  /** Whether other instances, which cannot see the folder, go on with uploads that were cut here. */
  readonly isHandedOver?: boolean;
  readonly patience?: Patience;
  /** How many more bytes the folder's disk takes. */
  readonly room?: (folder: string) => Promise<number>;
}

export interface NewFile {
  readonly name: string;
  /** Null when only the end of the body will tell. */
  readonly size: number | null;
  readonly purpose?: AttachmentRow["purpose"];
  /** Of a picture of a person or group; a square from the middle when absent. */
  readonly crop?: Crop;
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

/** Takes files, keeps them, gives them back. Knows who brought a file and who may read it; not what a conversation is. */
export class Files {
  #o: FilesOptions;
  #parts: Parts;
  #contents: Contents;
  #room: () => Promise<number>;

  constructor(options: FilesOptions) {
    const { db, folder, store, isHandedOver = false, patience, room = roomOf } = options;
    this.#o = options;
    this.#contents = new Contents(db, store);
    this.#parts = new Parts(folder, isHandedOver ? new Pieces(store) : null, patience);
    this.#room = () => room(folder);
  }

  get maxBytes(): number {
    return this.#o.maxBytes;
  }

  /** Why files are not taken here, or null. */
  get refusal(): string | null {
    return this.#o.refusal;
  }

  /** Makes room for a file that is about to come. */
  async begin(ownerId: string, { name, size, purpose = "message", crop }: NewFile): Promise<PartialFile> {
    const { db, clock, maxBytes, quotaBytes, totalBytes, refusal } = this.#o;
    if (refusal) throw new ChatError("files_off", { text: refusal });
    if (crop && purpose !== "avatar") throw notForCropping();
    if (size !== null && size > maxBytes) throw tooLarge(maxBytes);
    await Deno.mkdir(this.#o.folder, { recursive: true, mode: 0o700 }).catch((error) => {
      throw orStorageFull(error);
    });
    if (await this.#room() < (size ?? 0)) throw storageFull();
    const now = clock.now();
    const file = { id: newId(now), ownerId, purpose, name: cleanFileName(name), size: size ?? maxBytes };
    const place = { ...file, at: new Date(now), quota: quotaBytes, totalQuota: totalBytes };
    const room = await reserveAttachment(db, place);
    if (room === "storage_full") throw storageFull();
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
      return await this.#parts.take(id, async (part) => {
        await part.receive(body, { offset: 0, maxBytes: file.size ?? this.#o.maxBytes, room: this.#room });
        return await this.#finish(id, file.purpose ?? "message", { crop: file.crop });
      });
    } catch (error) {
      // Should this fail too, the sweep does it; the first failure is the one to tell.
      await this.discard(ownerId, id).catch(() => {});
      throw orStorageFull(error);
    }
  }

  /** Takes more of a file that was begun. What has come stays when the connection is cut, but not when the disk is full. */
  async resume(
    ownerId: string,
    id: string,
    { offset, crop }: { readonly offset: number; readonly crop?: Crop },
    body: ReadableStream<Uint8Array> | null,
  ): Promise<AttachmentRow | PartialFile> {
    // Nobody else's request may take the turn.
    if (!await findUnsent(this.#o.db, ownerId, id)) throw new ChatError("not_found");
    return await this.#parts.take(id, async (part) => {
      const row = await findUnsent(this.#o.db, ownerId, id);
      if (!row) throw new ChatError("not_found");
      if (row.sha256 !== null) return row;
      if (crop && row.purpose !== "avatar") throw notForCropping();
      const size = await this.#receiveMore(part, offset, row.size, body);
      if (size < row.size) return { id, offset: size, size: row.size };
      return await this.#finish(id, row.purpose, { crop, cameInOneGo: offset === 0 }).catch(async (error) => {
        if (error instanceof ChatError && !error.retry) {
          await this.#collect(await deleteUnsent(this.#o.db, ownerId, id));
        }
        throw error;
      });
    }).catch(async (error) => {
      const failure = orStorageFull(error);
      if (failure instanceof ChatError && failure.code === "storage_full") await this.#parts.remove(id);
      throw failure;
    });
  }

  /** One's own file that is not sent: whole, or how far it has come. */
  async findUnsent(ownerId: string, id: string): Promise<AttachmentRow | PartialFile> {
    const row = await findUnsent(this.#o.db, ownerId, id);
    if (!row) throw new ChatError("not_found");
    return row.sha256 === null ? { id, offset: await this.#parts.reach(id), size: row.size } : row;
  }

  /** Forgets one's own file that is not sent; again is no failure. */
  async discard(ownerId: string, id: string): Promise<void> {
    const row = await findUnsent(this.#o.db, ownerId, id);
    if (!row) return;
    await this.#parts.take(id, async () => await this.#collect(await deleteUnsent(this.#o.db, ownerId, id)));
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
    const { db, clock } = this.#o;
    const now = clock.now();
    await this.#collect(await deleteForgotten(db, new Date(now - UNSENT_MS)));
    await this.#contents.sweep(new Date(now - ORPHAN_MS));
    await this.#parts.sweep(now - UNSENT_MS);
  }

  async #receiveMore(part: PartTurn, offset: number, maxBytes: number, body: ReadableStream<Uint8Array> | null) {
    const has = await part.comeTo(offset);
    if (offset !== has) {
      throw new ChatError("conflict", { text: `Cannot go on at ${offset}: ${has} bytes are here`, field: "offset" });
    }
    let size = 0;
    try {
      return size = await part.receive(body, { offset, maxBytes, room: this.#room });
    } finally {
      if (size < maxBytes) await part.handOver();
    }
  }

  async #finish(
    id: string,
    purpose: AttachmentRow["purpose"],
    { crop, cameInOneGo = true }: { readonly crop?: Crop; readonly cameInOneGo?: boolean },
  ): Promise<AttachmentRow> {
    try {
      const row = await this.#contents.add({ id, path: this.#parts.pathOf(id), purpose, crop });
      await this.#parts.remove(id, cameInOneGo);
      return row;
    } catch (error) {
      await this.#parts.removeLeftovers(id);
      throw error;
    }
  }

  async #collect(gone: readonly GoneAttachment[]): Promise<void> {
    for (const { id, sha256 } of gone) {
      if (sha256 === null) await this.#parts.remove(id);
      else await this.#contents.removeUnused(sha256);
    }
  }
}

const notForCropping = () => wrongCrop("Only a picture of a person or group can be cropped");
