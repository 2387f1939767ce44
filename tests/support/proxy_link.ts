import type { Direction } from "./proxy.ts";

/** What becomes of a chunk: the bytes that go on, and what happens once they have gone. */
export interface Verdict {
  readonly bytes: Uint8Array;
  readonly afterwards?: () => void;
}

type Judge = (chunk: Uint8Array, direction: Direction) => Promise<Verdict>;

/** One connection through the proxy: two sockets and a pump in each direction. */
export class Link {
  readonly ended: Promise<void>;
  #client: Deno.TcpConn;
  #server: Deno.TcpConn;
  #isOpen = true;
  #isSilent = false;

  constructor(client: Deno.TcpConn, server: Deno.TcpConn, chunkBytes: () => number, judge: Judge) {
    this.#client = client;
    this.#server = server;
    const pumps = [
      this.#pump(client, server, chunkBytes, (chunk) => judge(chunk, "up")),
      this.#pump(server, client, chunkBytes, (chunk) => judge(chunk, "down")),
    ];
    this.ended = Promise.all(pumps).then(() => this.close());
  }

  /** Stays open and passes nothing on any more. */
  silence(): void {
    this.#isSilent = true;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#client.close();
    this.#server.close();
  }

  /** Ends with its source: a half-closed connection stays half closed, a broken one takes both sides along. */
  async #pump(
    from: Deno.TcpConn,
    to: Deno.TcpConn,
    chunkBytes: () => number,
    judge: (chunk: Uint8Array) => Promise<Verdict>,
  ): Promise<void> {
    try {
      for (;;) {
        const chunk = new Uint8Array(chunkBytes());
        const count = await from.read(chunk);
        if (this.#isSilent) {
          if (count === null) return;
          continue;
        }
        if (count === null) return await to.closeWrite();
        const { bytes, afterwards } = await judge(chunk.subarray(0, count));
        for (let written = 0; written < bytes.length;) written += await to.write(bytes.subarray(written));
        afterwards?.();
      }
    } catch {
      this.close();
    }
  }
}
