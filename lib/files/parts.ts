import { join } from "node:path";
import { removeAll, sizeOf } from "./on_disk.ts";
import { leftoversOf } from "./pictures.ts";
import type { Pieces } from "./pieces.ts";
import { PATIENCE, type Patience, receive, type ReceiveOptions } from "./receive.ts";

/** What is on its way, one file of this machine for each upload, and who is bringing it now. */
export class Parts {
  readonly folder: string;
  #patience: Patience;
  /** Where what has come is found by other instances, if they cannot see the folder. */
  #pieces: Pieces | null;
  #running = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>();

  constructor(folder: string, pieces: Pieces | null, patience = PATIENCE) {
    this.folder = folder;
    this.#patience = patience;
    this.#pieces = pieces;
  }

  pathOf(id: string): string {
    return join(this.folder, id);
  }

  /** How far an upload has come, here or elsewhere. */
  async reach(id: string): Promise<number> {
    const here = await sizeOf(this.pathOf(id));
    return await this.#pieces?.reach(id, here) ?? here;
  }

  /** Deals with an upload alone: a connection that was cut may not be known to be, so whoever comes later has the upload. */
  async take<T>(id: string, work: (upload: PartTurn) => Promise<T>): Promise<T> {
    for (let running = this.#running.get(id); running; running = this.#running.get(id)) {
      running.abort.abort();
      await running.ended;
    }
    const abort = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#running.set(id, { abort, ended: promise });
    try {
      return await work({
        comeTo: (offset) => this.#comeTo(id, offset),
        receive: async (body, place) => {
          await Deno.mkdir(this.folder, { recursive: true, mode: 0o700 });
          return await receive(this.pathOf(id), body, { ...place, patience: this.#patience, signal: abort.signal });
        },
        handOver: async () => void await this.#pieces?.save(id, this.pathOf(id)),
      });
    } finally {
      this.#running.delete(id);
      resolve();
    }
  }

  /** Removes what there is of an upload here, and unless it came in one go also elsewhere. Nobody may be bringing it. */
  async remove(id: string, cameInOneGo = false): Promise<void> {
    await removeAll([this.pathOf(id)]);
    await this.removeLeftovers(id);
    if (!cameInOneGo) await this.#pieces?.remove(id);
  }

  /** Removes what was made of an upload and is no use without its end. */
  async removeLeftovers(id: string): Promise<void> {
    await removeAll(leftoversOf(this.pathOf(id)));
  }

  /** Removes what has not changed since a time. */
  async sweep(before: number): Promise<void> {
    const names = await Array.fromAsync(Deno.readDir(this.folder), ({ name }) => name).catch(() => []);
    for (const name of names) {
      const path = join(this.folder, name);
      const info = await Deno.stat(path).catch(() => null);
      if (info?.mtime && info.mtime.getTime() < before) await removeAll([path]);
    }
    await this.#pieces?.sweep(new Date(before));
  }

  async #comeTo(id: string, offset: number): Promise<number> {
    const here = await sizeOf(this.pathOf(id));
    if (here === offset || !this.#pieces) return here;
    await Deno.mkdir(this.folder, { recursive: true, mode: 0o700 });
    return await this.#pieces.fetch(id, this.pathOf(id));
  }
}

/** What can be done with an upload while one has it alone. */
export interface PartTurn {
  /** How many bytes of it are here; when those are not as many as expected, after fetching what is elsewhere. */
  comeTo(offset: number): Promise<number>;
  /** Adds a body; answers how many bytes there are now. */
  receive(
    body: ReadableStream<Uint8Array> | null,
    place: Omit<ReceiveOptions, "patience" | "signal">,
  ): Promise<number>;
  /** Lets other instances go on from here. */
  handOver(): Promise<void>;
}
