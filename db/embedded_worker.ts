import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

/** What the worker is told. */
export type WorkerOrder = { readonly type: "open"; readonly folder: string; readonly socketPath: string } | {
  readonly type: "close";
};

/** What the worker says. */
export type WorkerReport =
  | { readonly type: "ready" | "closed" }
  | { readonly type: "failed" | "broken"; readonly reason: string };

declare const self: {
  onmessage: ((event: MessageEvent<WorkerOrder>) => void) | null;
  postMessage(report: WorkerReport): void;
};

class Store extends PGlite {
  /** Failed statements are answered within the protocol; what throws is the store itself, and it does not recover. */
  override async execProtocolRawStream(...args: Parameters<PGlite["execProtocolRawStream"]>): Promise<void> {
    try {
      await super.execProtocolRawStream(...args);
    } catch (error) {
      self.postMessage({ type: "broken", reason: String(error) });
      throw error;
    }
  }
}

let close = (): Promise<void> => Promise.resolve();

async function open(folder: string, socketPath: string): Promise<void> {
  const store = new Store(folder);
  await store.waitReady;
  const server = new PGLiteSocketServer({ db: store, path: socketPath, maxConnections: 8 });
  await server.start();
  close = async () => {
    await server.stop();
    await store.exec("checkpoint");
    await store.close();
  };
}

self.onmessage = async ({ data: order }) => {
  try {
    await (order.type === "open" ? open(order.folder, order.socketPath) : close());
    self.postMessage({ type: order.type === "open" ? "ready" : "closed" });
  } catch (error) {
    self.postMessage({ type: "failed", reason: String(error) });
  }
};
