import { join } from "node:path";
import { type ByteRange, checkKey, type FileStore, isFileKey } from "./file_store.ts";

const CHUNK_BYTES = 64 * 1024;

/** Files in a folder, spread over 256 by the beginnings of their names. */
export class DiskStore implements FileStore {
  #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(key: string, path: string): Promise<void> {
    const folder = join(this.#folder, checkKey(key).slice(0, 2));
    await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
    await sync(path);
    await Deno.rename(path, this.#pathOf(key));
    await sync(folder);
  }

  async read(key: string, range?: ByteRange) {
    const file = await openOrNull(this.#pathOf(key));
    if (!file) return null;
    try {
      const { size } = await file.stat();
      const first = range?.first ?? 0;
      const length = Math.max(0, Math.min(range?.last ?? size - 1, size - 1) - first + 1);
      await file.seek(first, Deno.SeekMode.Start);
      return { body: stretch(file, length), size };
    } catch (error) {
      file.close();
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await Deno.remove(this.#pathOf(key)).catch(ignoreNotFound);
  }

  async *list(before: Date, beginning = ""): AsyncIterable<string> {
    for (const folder of await namesIn(this.#folder)) {
      for (const key of await namesIn(join(this.#folder, folder))) {
        if (!isFileKey(key) || !key.startsWith(beginning)) continue;
        const info = await Deno.stat(this.#pathOf(key)).catch(ignoreNotFound);
        if (info?.mtime && info.mtime < before) yield key;
      }
    }
  }

  #pathOf(key: string): string {
    return join(this.#folder, checkKey(key).slice(0, 2), key);
  }
}

/** So much of a file from where it stands; closes it at the end, on failure and when nobody reads on. */
function stretch(file: Deno.FsFile, length: number): ReadableStream<Uint8Array> {
  let left = length;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, left));
      const count = left === 0 ? null : await file.read(chunk).catch((error) => {
        file.close();
        throw error;
      });
      if (count === null) {
        file.close();
        return controller.close();
      }
      left -= count;
      controller.enqueue(chunk.subarray(0, count));
    },
    cancel: () => file.close(),
  }, { highWaterMark: 0 });
}

async function sync(path: string): Promise<void> {
  using file = await Deno.open(path, { read: true });
  await file.sync();
}

const ignoreNotFound = (error: unknown): null => {
  if (error instanceof Deno.errors.NotFound) return null;
  throw error;
};

const openOrNull = (path: string): Promise<Deno.FsFile | null> => Deno.open(path, { read: true }).catch(ignoreNotFound);

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return [];
    throw error;
  }
}
