import { StoreLockedError } from "./errors.ts";

/**
 * An exclusive lock on a file, held while this object is. The operating system's lock is what counts: it is gone with
 * its process, however that ended. The process id inside only feeds the sentence for who comes second.
 */
export class FileLock {
  #file: Deno.FsFile;

  private constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  /** Throws `StoreLockedError` when another process, or this one, holds it. */
  static take(path: string, what: string): FileLock {
    const file = Deno.openSync(path, { read: true, write: true, create: true, mode: 0o600 });
    try {
      if (!file.tryLockSync(true)) {
        const pid = readPid(path);
        throw new StoreLockedError(
          `${what} is in use by ${pid ? `process ${pid}` : "another process"}; only one server can use it at a time`,
        );
      }
      file.truncateSync();
      file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
      return new FileLock(file);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** The file stays: removing it could take away a lock that another process has just taken. */
  release(): void {
    this.#file.close();
  }
}

const readPid = (path: string): string => /^\d+$/m.exec(Deno.readTextFileSync(path))?.[0] ?? "";
