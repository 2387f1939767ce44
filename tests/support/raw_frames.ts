/** RFC 6455 section 5.2, by hand, so that tests can build what no library will send. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface RawFrame {
  readonly fin: boolean;
  /** The three reserved bits, 0–7. */
  readonly rsv: number;
  readonly opcode: number;
  readonly payload: Uint8Array<ArrayBuffer>;
}

export interface FrameToSend {
  readonly opcode?: number;
  readonly payload?: Uint8Array | string;
  readonly fin?: boolean;
  readonly rsv?: number;
  /** Clients must mask; `false` is a protocol error to provoke. */
  readonly mask?: boolean;
  /** A length to claim instead of the true one. */
  readonly claimedLength?: number | bigint;
}

export function encodeFrame(frame: FrameToSend): Uint8Array<ArrayBuffer> {
  const { opcode = OPCODE.text, fin = true, rsv = 0, mask = true } = frame;
  const payload = bytes(frame.payload ?? "");
  const length = lengthBytes(frame.claimedLength ?? payload.length, mask);
  const key = mask ? crypto.getRandomValues(new Uint8Array(4)) : new Uint8Array(0);
  const masked = mask ? payload.map((byte, i) => byte ^ (key[i % 4] ?? 0)) : payload;
  return concat(Uint8Array.of((fin ? 0x80 : 0) | (rsv << 4) | opcode), length, key, masked);
}

/** The first frame in `buffer` and how long it is; undefined while it is incomplete. Server frames are unmasked. */
export function decodeFrame(buffer: Uint8Array): { frame: RawFrame; length: number } | undefined {
  const [first, second] = buffer;
  if (first === undefined || second === undefined) return undefined;
  if (second & 0x80) throw new Error("The server has masked a frame");
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const short = second & 0x7f;
  const header = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (buffer.length < header) return undefined;
  const size = short === 126 ? view.getUint16(2) : short === 127 ? Number(view.getBigUint64(2)) : short;
  if (buffer.length < header + size) return undefined;
  const payload = buffer.slice(header, header + size) as Uint8Array<ArrayBuffer>;
  return {
    frame: { fin: (first & 0x80) !== 0, rsv: (first >> 4) & 7, opcode: first & 0x0f, payload },
    length: header + size,
  };
}

/** The payload of a close frame. */
export function closePayload(code: number, reason = ""): Uint8Array<ArrayBuffer> {
  return concat(Uint8Array.of(code >> 8, code & 0xff), bytes(reason));
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const bytes = (value: Uint8Array | string): Uint8Array =>
  typeof value === "string" ? new TextEncoder().encode(value) : value;

function lengthBytes(length: number | bigint, mask: boolean): Uint8Array {
  const bit = mask ? 0x80 : 0;
  if (length < 126) return Uint8Array.of(bit | Number(length));
  const long = length > 0xffff;
  const view = new DataView(new ArrayBuffer(long ? 9 : 3));
  view.setUint8(0, bit | (long ? 127 : 126));
  if (long) view.setBigUint64(1, BigInt(length));
  else view.setUint16(1, Number(length));
  return new Uint8Array(view.buffer);
}
