import type { ServerFrame } from "@/lib/protocol/frames.ts";
import type { Link, LinkEvents, OpenLink } from "../link.ts";

/** A link whose other end is the test. */
export class FakeLink implements Link {
  readonly kind: Link["kind"];
  readonly sent: Record<string, unknown>[] = [];
  isOpen = true;
  readonly #events: LinkEvents;

  constructor(kind: Link["kind"], events: LinkEvents) {
    this.kind = kind;
    this.#events = events;
  }

  send(text: string): void {
    if (this.isOpen) this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.end(1006);
  }

  receive(...frames: ServerFrame[]): void {
    if (this.isOpen) this.#events.onFrames(frames);
  }

  welcome(): void {
    this.receive({
      type: "system",
      content: "Welcome to chat server",
      from: "server",
      to: "",
      session_id: "s",
      heartbeat_ms: 20_000,
      server_time: "2025-11-22T09:00:00.000Z",
    });
  }

  /** The server, or the network, ends it. */
  end(code: number, status?: number): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#events.onEnd(status === undefined ? { code } : { code, status });
  }

  /** Types of what was sent, in order. */
  get types(): unknown[] {
    return this.sent.map((frame) => frame.type);
  }
}

/** Keeps every link that was opened. */
export class FakeNetwork {
  readonly links: FakeLink[] = [];

  readonly opens = (kind: Link["kind"]): OpenLink => (events) => {
    const link = new FakeLink(kind, events);
    this.links.push(link);
    return link;
  };

  get last(): FakeLink {
    const link = this.links.at(-1);
    if (!link) throw new Error("Nothing was opened");
    return link;
  }
}
