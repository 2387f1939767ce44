import type { ServerFrame } from "@/lib/protocol/frames.ts";
import type { Outlet } from "../outlet.ts";

/** A socket that a test holds in its hand: it keeps what it is given, and says how much of it the network has not taken. */
export class FakeOutlet implements Outlet {
  /** Each text as it was handed over. */
  readonly sent: string[] = [];
  bufferedAmount = 0;
  closed: number | null = null;
  /** Keeps everything from now on, like a reader that does not read. */
  isStalled = false;

  send(text: string): void {
    if (this.closed !== null) return;
    this.sent.push(text);
    if (this.isStalled) this.bufferedAmount += new TextEncoder().encode(text).length;
  }

  close(code: number): void {
    this.closed ??= code;
  }

  get frames(): ServerFrame[] {
    return this.sent.flatMap((text) => JSON.parse(text));
  }

  ofType<T extends ServerFrame["type"]>(type: T): Extract<ServerFrame, { type: T }>[] {
    return this.frames.filter((frame): frame is Extract<ServerFrame, { type: T }> => frame.type === type);
  }

  /** Numbers of the facts, in the order they came. */
  get seqs(): number[] {
    return this.frames.flatMap((frame) => "seq" in frame && isFact(frame.type) ? [frame.seq] : []);
  }
}

const isFact = (type: string) => ["private", "group", "edited", "hidden"].includes(type) || type.startsWith("group_");
