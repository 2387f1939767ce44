import type { ServerFrame } from "@/lib/protocol/frames.ts";
import { byteLength } from "@/lib/protocol/byte_length.ts";
import type { Outlet } from "./outlet.ts";

/** Frames of one long poll, until its answer is written. */
export class PollOutlet implements Outlet {
  readonly frames: ServerFrame[] = [];
  #bytes = 0;
  #closedWith: number | null = null;
  #onChange: (() => void) | null = null;

  send(text: string): void {
    const value: ServerFrame | ServerFrame[] = JSON.parse(text);
    this.frames.push(...Array.isArray(value) ? value : [value]);
    this.#bytes += byteLength(text);
    this.#onChange?.();
  }

  close(code: number): void {
    this.#closedWith ??= code;
    this.#onChange?.();
  }

  /** The answer is not sent before the poll ends, so all of it counts. */
  get bufferedAmount(): number {
    return this.#bytes;
  }

  get closedWith(): number | null {
    return this.#closedWith;
  }

  has(type: ServerFrame["type"]): boolean {
    return this.frames.some((frame) => frame.type === type);
  }

  /** Called at every frame and at the end. */
  onChange(call: () => void): void {
    this.#onChange = call;
  }
}
