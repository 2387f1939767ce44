import { type AttachmentRow, completeAttachment } from "@/db/attachments.ts";
import { claimBytes, listUsedHashes, removeUnused } from "@/db/attachment_bytes.ts";
import type { Database } from "@/db/database.ts";
import { ChatError } from "@/lib/errors.ts";
import type { Crop } from "./crop.ts";
import { type FileStore, PIECE } from "./file_store.ts";
import { giveBack } from "./give_back.ts";
import { isPictureType, sniffType } from "./kinds.ts";
import { hashOf, headOf, sizeOf } from "./on_disk.ts";
import { type MadePicture, makePicture, VARIANTS } from "./pictures.ts";
import { KeyedTurns, Turns } from "./turns.ts";

export interface WholeFile {
  readonly id: string;
  /** A file of this machine, which goes into the store. */
  readonly path: string;
  readonly purpose: AttachmentRow["purpose"];
  readonly crop?: Crop;
}

/** Decoded pixels are the memory of a server that takes pictures: so many are in work, whoever sent them; the others wait on disk. */
const PICTURES_AT_ONCE = 2;
const BATCH = 200;
const HASH_LENGTH = 64;

/** Bytes by what they are: each content is kept once, for as long as somebody uses it. */
export class Contents {
  #db: Database;
  #store: FileStore;
  #pictures = new Turns(PICTURES_AT_ONCE);
  #hashes = new KeyedTurns();

  constructor(db: Database, store: FileStore) {
    this.#db = db;
    this.#store = store;
  }

  /** Finds out what a file is, keeps it, and says so in its row. */
  async add({ id, path, purpose, crop }: WholeFile): Promise<AttachmentRow> {
    const type = await sniffType(await headOf(path));
    const picture = isPictureType(type)
      ? await this.#pictures.take(() => makePicture(path, { mime: type, purpose, crop }).finally(giveBack))
      : null;
    if (purpose === "avatar" && !picture) {
      throw new ChatError("invalid", { text: "This is not a picture that can be shown", field: "avatar" });
    }
    return await this.#keep(
      id,
      picture ?? { path, mime: unshown(type), width: null, height: null, blur: "", variants: [] },
    );
  }

  /** Removes bytes that no row has any more. */
  async removeUnused(sha256: string): Promise<void> {
    await this.#hashes.take(sha256, () => this.#removeUnused(sha256));
  }

  /** Removes what has been there since before a time and has no row. */
  async sweep(before: Date): Promise<void> {
    let batch = new Set<string>();
    const removeBatch = async () => {
      const used = await listUsedHashes(this.#db, [...batch]);
      for (const hash of batch) if (!used.has(hash)) await this.removeUnused(hash);
      batch = new Set();
    };
    for await (const key of this.#store.list(before)) {
      if (key.startsWith(PIECE)) continue;
      if (batch.add(key.slice(0, HASH_LENGTH)).size >= BATCH) await removeBatch();
    }
    if (batch.size > 0) await removeBatch();
  }

  async #keep(id: string, { path, variants, mime, width, height, blur }: Kept): Promise<AttachmentRow> {
    const [size, sha256] = await Promise.all([sizeOf(path), hashOf(path)]);
    return await this.#hashes.take(sha256, async () => {
      if (!await claimBytes(this.#db, id, sha256)) throw new ChatError("not_found");
      for (const { name, path } of variants) await this.#store.put(`${sha256}-${name}`, path);
      await this.#store.put(sha256, path);
      const row = await completeAttachment(this.#db, id, { size, mime, sha256, width, height, blur });
      if (row) return row;
      await this.#removeUnused(sha256);
      throw new ChatError("not_found");
    });
  }

  /** To be called while nobody else of this process deals with these bytes; other processes are kept off by the database. */
  async #removeUnused(sha256: string): Promise<void> {
    await removeUnused(this.#db, sha256, async () => {
      for (const name of [sha256, ...VARIANTS.map((variant) => `${sha256}-${variant}`)]) await this.#store.remove(name);
    });
  }
}

interface Kept extends Omit<MadePicture, "width" | "height"> {
  readonly width: number | null;
  readonly height: number | null;
}

/** What says it is a picture and cannot be decoded is shown to no browser as one. */
const unshown = (type: string): string => isPictureType(type) ? "application/octet-stream" : type;
