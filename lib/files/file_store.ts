/** A stretch of a file: both ends are in it. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Names of pieces of uploads begin so; all others with a SHA-256. */
export const PIECE = "part-";

const FILE_KEY = /^(?:[0-9a-f]{64}(?:-[a-z]{1,16})?|part-[0-9a-f-]{36}-\d{1,15}-\d{1,15})$/;

/** Whether a name is one of ours; what is called otherwise is not, wherever it lies. */
export const isFileKey = (key: string): boolean => FILE_KEY.test(key);

/** Refuses to reach for anything else. */
export function checkKey(key: string): string {
  if (!isFileKey(key)) throw new Error("Cannot reach a file: its name is not one of ours");
  return key;
}

/**
 * Keeps bytes under names that never change their meaning: a SHA-256, or that with what was made of it, or a stretch of
 * one upload. Any other name is refused by all methods.
 */
export interface FileStore {
  /** Moves a whole file of this machine into the store. Again under the same name is no failure. Survives a crash afterwards. */
  put(key: string, path: string): Promise<void>;
  /** Null when there is no such file. Reading stops when the stream is cancelled. */
  read(
    key: string,
    range?: ByteRange,
  ): Promise<{ readonly body: ReadableStream<Uint8Array>; readonly size: number } | null>;
  /** What is not there is gone already. */
  remove(key: string): Promise<void>;
  /** Names that have been there since before a time, of those that begin so. */
  list(before: Date, beginning?: string): AsyncIterable<string>;
}
