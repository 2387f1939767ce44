import type { ServerFrame } from "@/lib/protocol/frames.ts";

/** One way to the server for as long as it holds: a socket, or its fallback over plain requests. */
export interface Link {
  readonly kind: "socket" | "requests";
  send(text: string): void;
  /** Ends it; `onEnd` is still called. */
  close(): void;
}

export interface LinkEvents {
  onFrames(frames: readonly ServerFrame[]): void;
  /** Called once. `code` is the close code, 1006 when there was none; `status` that of the refused request, if known. */
  onEnd(end: { readonly code: number; readonly status?: number }): void;
}

export type OpenLink = (events: LinkEvents) => Link;

/** The frames in one text from the server: with the subprotocol `freshet.v1` it may be an array. Unreadable text is nothing. */
export function readFrames(text: unknown): readonly ServerFrame[] {
  if (typeof text !== "string") return [];
  try {
    const value: unknown = JSON.parse(text);
    return (Array.isArray(value) ? value : [value]).filter(isFrame);
  } catch {
    return [];
  }
}

/** The server is trusted for the shape of a frame; only what is no frame at all is left out. */
const isFrame = (value: unknown): value is ServerFrame =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
