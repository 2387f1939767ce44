import { logger } from "@/lib/log.ts";
import { type FileStore, PIECE } from "./file_store.ts";
import { removeAll, sizeOf } from "./on_disk.ts";

interface Piece {
  readonly key: string;
  /** Where in the upload it begins, and where what follows it does. */
  readonly first: number;
  readonly end: number;
}

const KEY = /^part-[0-9a-f-]{36}-(\d+)-(\d+)$/;
const beginningOf = (id: string) => `${PIECE}${id}-`;

/**
 * What one instance has received of uploads that were cut, in the store that all instances share: whichever is asked next
 * goes on from there. An upload that comes in one go is never here.
 */
export class Pieces {
  #store: FileStore;

  constructor(store: FileStore) {
    this.#store = store;
  }

  /** How far the bytes reach that are here or follow them elsewhere. */
  async reach(id: string, here: number): Promise<number> {
    return chain(await this.#list(id), here).at(-1)?.end ?? here;
  }

  /** Adds to a file what follows it elsewhere; answers its size then. */
  async fetch(id: string, path: string): Promise<number> {
    let size = await sizeOf(path);
    for (const { key, first } of chain(await this.#list(id), size)) {
      const found = await this.#store.read(key, { first: size - first, last: Number.MAX_SAFE_INTEGER });
      if (!found) break;
      const file = await Deno.open(path, { append: true, create: true, mode: 0o600 });
      await found.body.pipeTo(file.writable);
      size = await sizeOf(path);
    }
    return size;
  }

  /** Keeps what a file has and the store has not. Without that the upload begins anew elsewhere, so it is no failure. */
  async save(id: string, path: string): Promise<void> {
    const copy = `${path}.piece`;
    try {
      const [size, first] = [await sizeOf(path), await this.reach(id, 0)];
      if (size <= first) return;
      await copyRange(path, copy, first);
      await this.#store.put(`${beginningOf(id)}${first}-${first + await sizeOf(copy)}`, copy);
    } catch (error) {
      logger("files").warn("Cannot keep what has come of an upload for other instances: {error}", { error });
      await removeAll([copy]).catch(() => {});
    }
  }

  async remove(id: string): Promise<void> {
    for (const { key } of await this.#list(id)) await this.#store.remove(key);
  }

  /** Removes what is older than a time. */
  async sweep(before: Date): Promise<void> {
    for await (const key of this.#store.list(before, PIECE)) await this.#store.remove(key);
  }

  async #list(id: string): Promise<Piece[]> {
    const keys = await Array.fromAsync(this.#store.list(new Date(8.64e15), beginningOf(id)));
    return keys.flatMap((key) => {
      const [, first, end] = KEY.exec(key) ?? [];
      return first === undefined || end === undefined ? [] : [{ key, first: Number(first), end: Number(end) }];
    });
  }
}

/** The pieces that lead on from a place without a gap, each as far as possible. */
function chain(pieces: readonly Piece[], from: number): Piece[] {
  const next = pieces.filter(({ first, end }) => first <= from && end > from)
    .reduce<Piece | null>((best, piece) => best && best.end >= piece.end ? best : piece, null);
  return next ? [next, ...chain(pieces, next.end)] : [];
}

async function copyRange(from: string, to: string, first: number): Promise<void> {
  const source = await Deno.open(from, { read: true });
  await source.seek(first, Deno.SeekMode.Start);
  const target = await Deno.open(to, { write: true, create: true, truncate: true, mode: 0o600 });
  await source.readable.pipeTo(target.writable);
}
