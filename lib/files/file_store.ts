/** A stretch of a file: both ends are in it. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** The form of names in a store of files; what is called otherwise is not ours. */
export const FILE_KEY = /^[0-9a-f]{64}(?:-[a-z]{1,16})?$/;

/** Keeps bytes under names that never change their meaning: a SHA-256, or that with what was made of it. */
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
  /** Names that have been there since before a time, for finding what nobody uses. */
  list(before: Date): AsyncIterable<string>;
}
