import { join } from "node:path";
import type { StoreAddress } from "./client.ts";
import type { WorkerOrder, WorkerReport } from "./embedded_worker.ts";
import { StoreUnavailableError } from "./errors.ts";
import { FileLock } from "./file_lock.ts";
import { unpackSnapshot } from "./snapshot/snapshot.ts";

/** What a system takes as a socket's path, with room to spare: 104 on macOS, 108 on Linux. */
const SOCKET_PATH_BYTES = 100;
const SLOW_MS = 3_000;
const CLOSE_MS = 10_000;

/**
 * PGlite in a worker, so that a heavy statement does not stop the sockets, speaking PostgreSQL's protocol on a Unix
 * socket. The socket asks for no password: it lies in a folder that only this user can enter.
 */
export class EmbeddedStore {
  readonly address: StoreAddress;
  #folder: string;
  #socketPath: string;
  #lock: FileLock;
  #tempFolder: string | undefined;
  #worker: Worker | undefined;
  #restarting: Promise<void> | undefined;
  #closed = false;

  private constructor(folder: string, socketPath: string, lock: FileLock, tempFolder: string | undefined) {
    this.address = { socketPath };
    this.#folder = folder;
    this.#socketPath = socketPath;
    this.#lock = lock;
    this.#tempFolder = tempFolder;
  }

  /** Makes the folder and an empty store in it if needed. Throws `StoreLockedError` while another process has it open. */
  static async open(dataDir: string, onSlow?: (sentence: string) => void): Promise<EmbeddedStore> {
    await Deno.mkdir(dataDir, { recursive: true, mode: 0o700 });
    if (((await Deno.stat(dataDir)).mode ?? 0) & 0o077) await Deno.chmod(dataDir, 0o700);
    const lock = FileLock.take(join(dataDir, "lock"), `The data folder ${dataDir}`);
    const timer = onSlow && setTimeout(() => onSlow("The embedded store takes longer than usual to open"), SLOW_MS);
    let store: EmbeddedStore | undefined;
    try {
      const folder = await layFolder(dataDir);
      const wanted = join(dataDir, "sql.sock");
      const isLong = new TextEncoder().encode(wanted).length > SOCKET_PATH_BYTES;
      const tempFolder = isLong ? await Deno.makeTempDir({ prefix: "freshet-" }) : undefined;
      store = new EmbeddedStore(folder, tempFolder ? join(tempFolder, "sql.sock") : wanted, lock, tempFolder);
      await store.#start();
      return store;
    } catch (error) {
      await (store ? store.close() : lock.release());
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Opens the store anew after it broke; what was in flight is lost as with a lost connection. */
  restart(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#restarting ??= this.#start().catch(() => {}).finally(() => this.#restarting = undefined);
    return this.#restarting;
  }

  /** Writes everything to its files. The lock goes last. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#restarting;
    if (this.#worker) {
      await within(CLOSE_MS, order(this.#worker, { type: "close" })).catch(() => {});
      this.#worker.terminate();
    }
    await removeIfThere(this.#socketPath);
    if (this.#tempFolder) await removeIfThere(this.#tempFolder);
    this.#lock.release();
  }

  async #start(): Promise<void> {
    this.#worker?.terminate();
    await removeIfThere(this.#socketPath);
    const worker = new Worker(new URL("./embedded_worker.ts", import.meta.url), { type: "module", name: "store" });
    this.#worker = worker;
    await order(worker, { type: "open", folder: this.#folder, socketPath: this.#socketPath });
    listen(worker, (report) => {
      if (report.type === "broken" && this.#worker === worker) void this.restart();
    });
  }
}

/** The store's own folder. A new one is laid beside and renamed, so that a start that is killed leaves no half of one. */
async function layFolder(dataDir: string): Promise<string> {
  const [folder, fresh] = [join(dataDir, "store"), join(dataDir, "store.new")];
  await removeIfThere(fresh);
  try {
    await Deno.stat(folder);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await unpackSnapshot(fresh);
    await Deno.rename(fresh, folder);
  }
  return folder;
}

/** Gives the worker an order and resolves with its success. */
function order(worker: Worker, message: WorkerOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    listen(worker, (report) => {
      if (report.type !== "broken") resolve();
      else reject(new StoreUnavailableError(`Cannot run the embedded store: ${report.reason}`));
    });
    worker.postMessage(message);
  });
}

function listen(worker: Worker, onReport: (report: WorkerReport) => void): void {
  worker.onmessage = ({ data }: MessageEvent<WorkerReport>) => onReport(data);
  worker.onerror = (event) => {
    event.preventDefault();
    onReport({ type: "broken", reason: event.message });
  };
}

async function within(ms: number, promise: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => timer = setTimeout(resolve, ms));
  await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
