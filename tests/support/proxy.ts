import { Link, type Verdict } from "./proxy_link.ts";

/** From the client to the target, or back. */
export type Direction = "up" | "down";

export interface ProxyTarget {
  readonly hostname?: string;
  readonly port: number;
}

/**
 * A TCP relay between any two parts of the system that fails in the ways a network can: slow, thin, cut, cut in the
 * middle of a frame, silent in one direction or both. What is set holds for all connections, open and new.
 */
export const startProxy = (target: ProxyTarget): TcpProxy => new TcpProxy(target);

export class TcpProxy implements AsyncDisposable {
  /** What is read waits this long before it goes on. */
  delayMs = 0;
  /** Bytes a second, connection and direction; 0 is as fast as it goes. */
  bytesPerSecond = 0;
  /** Bytes passed on so far. */
  readonly passed: Record<Direction, number> = { up: 0, down: 0 };
  /** Bytes thrown away so far. */
  readonly swallowed: Record<Direction, number> = { up: 0, down: 0 };

  #target: ProxyTarget;
  #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  #links = new Set<Link>();
  #refuses = false;
  #swallows = new Set<Direction>();
  #cutAfter: { direction: Direction; bytes: number } | undefined;
  #stalled: PromiseWithResolvers<void> | undefined;
  /** Aborted by `heal`, so that nobody waits out a delay that is over. */
  #weather = new AbortController();
  #accepting = this.#accept();

  constructor(target: ProxyTarget) {
    this.#target = target;
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#links.size;
  }

  /** New connections go there from now on: a promoted standby, another instance. */
  retarget(target: ProxyTarget): void {
    this.#target = target;
  }

  /** Closes every connection; new ones are welcome. */
  cut(): void {
    for (const link of this.#links) link.close();
  }

  /** Those that are open stay so and pass nothing on any more, as when a machine has vanished; new ones are welcome. */
  silence(): void {
    for (const link of this.#links) link.silence();
  }

  /** Closes every connection once this many more bytes have gone that way, wherever in a frame that is. */
  cutAfter(direction: Direction, bytes: number): void {
    this.#cutAfter = { direction, bytes };
  }

  /** Reads what comes in this direction and throws it away; the other direction goes on. */
  swallow(direction: Direction): void {
    this.#swallows.add(direction);
  }

  /** Half-open: connections stay, and nothing is passed on in either direction. */
  stall(): void {
    this.#stalled ??= Promise.withResolvers();
  }

  /** Closes what is open and whoever comes, until `heal`. */
  refuse(): void {
    this.#refuses = true;
    this.cut();
  }

  /** All works again. Swallowed bytes stay lost, stalled ones arrive. */
  heal(): void {
    this.delayMs = 0;
    this.bytesPerSecond = 0;
    this.#refuses = false;
    this.#cutAfter = undefined;
    this.#swallows.clear();
    this.#stalled?.resolve();
    this.#stalled = undefined;
    this.#weather.abort();
    this.#weather = new AbortController();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#accepting;
    const links = [...this.#links];
    this.cut();
    this.heal();
    await Promise.all(links.map((link) => link.ended));
  }

  async #accept(): Promise<void> {
    for await (const client of this.#listener) {
      if (this.#refuses) client.close();
      else await this.#connect(client);
    }
  }

  async #connect(client: Deno.TcpConn): Promise<void> {
    const { hostname = "127.0.0.1", port } = this.#target;
    let server: Deno.TcpConn;
    try {
      server = await Deno.connect({ hostname, port });
    } catch {
      client.close(); // nobody listens there, and so it looks to the client
      return;
    }
    const chunkBytes = () => this.bytesPerSecond > 0 ? Math.max(1, Math.floor(this.bytesPerSecond / 20)) : 64 * 1024;
    const link = new Link(client, server, chunkBytes, (chunk, direction) => this.#judge(chunk, direction));
    this.#links.add(link);
    link.ended.then(() => this.#links.delete(link));
  }

  async #judge(chunk: Uint8Array, direction: Direction): Promise<Verdict> {
    await this.#stalled?.promise;
    const thinMs = this.bytesPerSecond > 0 ? 1000 * chunk.length / this.bytesPerSecond : 0;
    await waitOut(this.delayMs + thinMs, this.#weather.signal);
    if (this.#swallows.has(direction)) {
      this.swallowed[direction] += chunk.length;
      return { bytes: chunk.subarray(0, 0) };
    }
    const limit = this.#cutAfter?.direction === direction ? this.#cutAfter : undefined;
    const bytes = limit ? chunk.subarray(0, limit.bytes) : chunk;
    this.passed[direction] += bytes.length;
    if (!limit || (limit.bytes -= bytes.length) > 0) return { bytes };
    this.#cutAfter = undefined;
    return { bytes, afterwards: () => this.cut() };
  }
}

/** Waits for the time, or until the signal says that the weather has changed. */
async function waitOut(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
