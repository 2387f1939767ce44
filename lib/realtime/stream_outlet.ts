import type { ServerFrame } from "@/lib/protocol/frames.ts";
import { byteLength } from "@/lib/protocol/byte_length.ts";
import type { Outlet } from "./outlet.ts";

export interface StreamOutletParts {
  /** What stands in `id:` lines for these cursors. */
  readonly idOf: (cursors: ReadonlyMap<string, number>) => string;
  /** Nothing more leaves: the reader has gone, or has got everything after a close. Called once. */
  readonly onEnd: () => void;
}

/** Conversations that an event id can name; the most recent ones. */
const MOST_IN_ID = 32;

/** Server-sent events: each `data:` is one frame or an array of frames, each `id:` where a reader stands after it. */
export class StreamOutlet implements Outlet {
  readonly body: ReadableStream<Uint8Array>;
  readonly #parts: StreamOutletParts;
  readonly #encoder = new TextEncoder();
  readonly #cursors = new Map<string, number>();
  readonly #queue: string[] = [];
  #queuedBytes = 0;
  #isClosed = false;
  #hasEnded = false;
  #wake: (() => void) | null = null;

  constructor(parts: StreamOutletParts) {
    this.#parts = parts;
    // Pulled, not pushed: what the network has not asked for stays countable here.
    this.body = new ReadableStream({
      pull: (controller) => this.#pull(controller),
      cancel: () => this.#end(),
    }, { highWaterMark: 0 });
  }

  send(text: string): void {
    const id = this.#advance(text);
    this.#put(`${id === null ? "" : `id: ${id}\n`}data: ${text}\n\n`);
  }

  /** A comment, so that intermediaries do not take silence for the end. */
  beat(): void {
    if (this.#queue.length === 0) this.#put(": \n\n");
  }

  close(code: number, reason: string): void {
    this.#put(`event: close\ndata: ${JSON.stringify({ code, reason })}\n\n`);
    this.#isClosed = true;
    this.#wake?.();
  }

  get bufferedAmount(): number {
    return this.#queuedBytes;
  }

  #put(text: string): void {
    if (this.#isClosed || this.#hasEnded) return;
    this.#queue.push(text);
    this.#queuedBytes += byteLength(text);
    this.#wake?.();
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    while (this.#queue.length === 0 && !this.#isClosed && !this.#hasEnded) {
      await new Promise<void>((resolve) => this.#wake = resolve);
      this.#wake = null;
    }
    const text = this.#queue.shift();
    if (text !== undefined) {
      const bytes = this.#encoder.encode(text);
      this.#queuedBytes -= bytes.length;
      controller.enqueue(bytes);
    } else if (!this.#hasEnded) {
      controller.close();
      this.#end();
    }
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#queue.length = 0;
    this.#queuedBytes = 0;
    this.#wake?.();
    this.#parts.onEnd();
  }

  /** The id for a text that moves a cursor, else null. */
  #advance(text: string): string | null {
    const value: ServerFrame | ServerFrame[] = JSON.parse(text);
    let hasMoved = false;
    for (const frame of Array.isArray(value) ? value : [value]) {
      const cursor = cursorOf(frame);
      if (!cursor) continue;
      hasMoved = true;
      this.#cursors.delete(cursor.id);
      this.#cursors.set(cursor.id, cursor.seq);
    }
    if (!hasMoved) return null;
    for (const id of this.#cursors.keys()) {
      if (this.#cursors.size <= MOST_IN_ID) break;
      this.#cursors.delete(id);
    }
    return this.#parts.idOf(this.#cursors);
  }
}

/** Facts and reloads move a cursor; marks and acknowledgements, which have a seq too, do not. */
function cursorOf(frame: ServerFrame): { readonly id: string; readonly seq: number } | null {
  if (!("seq" in frame) || ["ack", "read", "delivered"].includes(frame.type)) return null;
  return { id: frame.conversation_id, seq: frame.seq };
}
