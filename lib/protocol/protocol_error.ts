import type { FailureCode } from "./failures.ts";

/** Why a frame cannot be read. Carries what the answer needs, so that a client can match it with what it sent. */
export class ProtocolError extends Error {
  override name = "ProtocolError";
  readonly code: Extract<FailureCode, "bad_frame" | "frame_too_large" | "unknown_type">;
  /** The frame's type, if it had one that can be shown. */
  readonly ref: string | undefined;
  readonly clientId: string | undefined;

  constructor(code: ProtocolError["code"], text: string, ref?: string, clientId?: string) {
    super(text);
    this.code = code;
    this.ref = ref;
    this.clientId = clientId;
  }
}
