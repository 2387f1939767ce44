import {
  closePayload,
  concat,
  decodeFrame,
  encodeFrame,
  type FrameToSend,
  OPCODE,
  type RawFrame,
} from "./raw_frames.ts";
import { within } from "./wait.ts";

export interface HandshakeOptions {
  /** The server, `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly path?: string;
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string;
  /** Added to, or with "" taken out of, the usual headers; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HandshakeAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** What followed the head: the body of a refusal. */
  readonly body: string;
}

const ANSWER_MS = 20_000;

/** Connects and upgrades; a refusal is thrown. For refusals themselves: `handshake`. */
export async function rawSocket(options: HandshakeOptions): Promise<RawSocket> {
  const socket = await RawSocket.dial(options.url);
  const answer = await socket.handshake(options);
  if (answer.status === 101) return socket;
  socket.abort();
  throw new Error(`The upgrade was refused: ${answer.status} ${answer.body}`);
}

/** What the server answers to an upgrade; the connection is closed after it. */
export async function handshake(options: HandshakeOptions): Promise<HandshakeAnswer> {
  await using socket = await RawSocket.dial(options.url);
  return await socket.handshake(options);
}

/**
 * A WebSocket client made of nothing but TCP. It reads only when asked to, so one that is never asked is a slow
 * reader; it answers no ping, so one left alone is a dead peer.
 */
export class RawSocket implements AsyncDisposable {
  #connection: Deno.TcpConn;
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #isOpen = true;

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  static async dial(url: string): Promise<RawSocket> {
    const { hostname, port } = new URL(url);
    return new RawSocket(await Deno.connect({ hostname, port: Number(port) }));
  }

  async handshake({ url, path = "/ws", token, headers = {} }: HandshakeOptions): Promise<HandshakeAnswer> {
    const all: Record<string, string> = {
      host: new URL(url).host,
      upgrade: "websocket",
      connection: "Upgrade",
      "sec-websocket-version": "13",
      "sec-websocket-key": btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    };
    const lines = Object.entries(all).filter(([, value]) => value !== "").map(([name, value]) => `${name}: ${value}`);
    await this.sendBytes(new TextEncoder().encode([`GET ${path} HTTP/1.1`, ...lines, "", ""].join("\r\n")));
    return await this.#readAnswer();
  }

  /** Sends one frame, well-formed or not. */
  async send(frame: FrameToSend): Promise<void> {
    await this.sendBytes(encodeFrame(frame));
  }

  async sendJson(value: unknown): Promise<void> {
    await this.send({ payload: JSON.stringify(value) });
  }

  async sendClose(code: number, reason = ""): Promise<void> {
    await this.send({ opcode: OPCODE.close, payload: closePayload(code, reason) });
  }

  async sendBytes(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length;) sent += await this.#connection.write(bytes.subarray(sent));
  }

  /** The next frame from the server; null once the connection has ended. */
  async read(deadlineMs = ANSWER_MS): Promise<RawFrame | null> {
    for (;;) {
      const decoded = decodeFrame(this.#buffer);
      if (decoded) {
        this.#buffer = this.#buffer.slice(decoded.length);
        return decoded.frame;
      }
      if (!await within(this.#readMore(), "a frame from the server", deadlineMs)) return null;
    }
  }

  /** The next text frame as JSON, past pings and pongs. */
  async readJson(deadlineMs = ANSWER_MS): Promise<unknown> {
    for (;;) {
      const frame = await this.read(deadlineMs);
      if (!frame) throw new Error("The connection ended before a text frame came");
      if (frame.opcode === OPCODE.close) throw new Error(`Closed with ${closeCode(frame)} before a text frame came`);
      if (frame.opcode === OPCODE.text) return JSON.parse(new TextDecoder().decode(frame.payload));
    }
  }

  /** Reads on to the end; gives the code of the server's close frame, 1005 for an empty one, 1006 for none. */
  async closeCode(deadlineMs = ANSWER_MS): Promise<number> {
    for (;;) {
      const frame = await this.read(deadlineMs);
      if (!frame) return 1006;
      if (frame.opcode === OPCODE.close) return closeCode(frame);
    }
  }

  /** Ends our half of the connection without a close frame; the server can still send. */
  async endWriting(): Promise<void> {
    await this.#connection.closeWrite();
  }

  /** Drops the connection without a word. */
  abort(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.abort();
    return Promise.resolve();
  }

  async #readMore(): Promise<boolean> {
    const chunk = new Uint8Array(64 * 1024);
    try {
      const count = await this.#connection.read(chunk);
      if (count === null) return false;
      this.#buffer = concat(this.#buffer, chunk.subarray(0, count));
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.ConnectionReset || error instanceof Deno.errors.BrokenPipe) return false;
      throw error;
    }
  }

  async #readAnswer(): Promise<HandshakeAnswer> {
    let end: number;
    while ((end = findBlankLine(this.#buffer)) < 0) {
      if (!await within(this.#readMore(), "the answer to the upgrade", ANSWER_MS)) {
        throw new Error("The connection ended before the upgrade was answered");
      }
    }
    const [statusLine = "", ...lines] = new TextDecoder().decode(this.#buffer.subarray(0, end)).split("\r\n");
    const headers = new Headers(lines.map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
    const status = Number(statusLine.split(" ")[1]);
    this.#buffer = this.#buffer.slice(end + 4);
    return { status, headers, body: status === 101 ? "" : await this.#readBody(headers) };
  }

  async #readBody(headers: Headers): Promise<string> {
    const length = Number(headers.get("content-length") ?? 0);
    while (this.#buffer.length < length && await within(this.#readMore(), "the refusal's body", ANSWER_MS));
    return new TextDecoder().decode(this.#buffer);
  }
}

const closeCode = ({ payload: [high, low] }: RawFrame): number =>
  high === undefined || low === undefined ? 1005 : (high << 8) | low;

function findBlankLine(buffer: Uint8Array): number {
  return new TextDecoder("latin1").decode(buffer).indexOf("\r\n\r\n");
}
