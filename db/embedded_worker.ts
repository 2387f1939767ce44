import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

/** What the worker is told. */
export type WorkerOrder =
  | { readonly type: "open"; readonly folder: string; readonly socketPath: string }
  | { readonly type: "close" };

/** What the worker says. After a reason it is gone. */
export type WorkerReport = { readonly type: "ready" | "closed" } | { readonly type: "broken"; readonly reason: string };

declare const self: {
  onmessage: ((event: MessageEvent<WorkerOrder>) => void) | null;
  postMessage(report: WorkerReport): void;
  close(): void;
};

/** Ends the worker where it stands, with its sockets: statements in flight learn it as a lost connection. */
function giveUp(reason: string): void {
  self.postMessage({ type: "broken", reason });
  self.close();
}

/**
 * PostgreSQL lays out all its buffers before it answers, which took half of a start with its own 128 MB. What does not
 * fit stands in the system's cache, since the files are read through it. There is one backend, whatever the sockets.
 */
const SETTINGS = ["-c", "shared_buffers=32MB", "-c", "max_connections=10"];

class Store extends PGlite {
  constructor(folder: string) {
    super(folder, {
      startParams: [...PGlite.defaultStartParams, ...SETTINGS],
      // A panic aborts the machine inside. PGlite would go on calling it for ever, where nothing outside can stop it.
      onStderr: (text) => {
        if (text.startsWith("Aborted(")) giveUp("it has stopped after a panic");
        return true;
      },
    });
  }

  /** Failed statements are answered within the protocol; what throws is the store itself, and it does not recover. */
  override async execProtocolRawStream(...args: Parameters<PGlite["execProtocolRawStream"]>): Promise<void> {
    try {
      await super.execProtocolRawStream(...args);
    } catch (error) {
      giveUp(String(error));
    }
  }
}

let close = (): Promise<void> => Promise.resolve();

async function open(folder: string, socketPath: string): Promise<void> {
  // A worker that broke may take a moment to be gone; until then nobody else opens its files.
  const lock = await Deno.open(`${folder}.lock`, { write: true, create: true, mode: 0o600 });
  await lock.lock(true);
  const store = new Store(folder);
  await store.waitReady;
  const server = new PGLiteSocketServer({ db: store, path: socketPath, maxConnections: 8 });
  await server.start();
  close = async () => {
    await server.stop();
    await store.exec("checkpoint");
    await store.close();
    lock.close();
  };
}

self.onmessage = async ({ data: order }) => {
  try {
    await (order.type === "open" ? open(order.folder, order.socketPath) : close());
    self.postMessage({ type: order.type === "open" ? "ready" : "closed" });
  } catch (error) {
    giveUp(String(error));
  }
};
