import { asChatError } from "@/lib/chat/as_chat_error.ts";
import { newId } from "@/lib/ids.ts";
import { logger } from "@/lib/log.ts";
import { CLOSE } from "@/lib/protocol/close_codes.ts";
import { isTooLarge } from "@/lib/protocol/byte_length.ts";
import { decodeFrame } from "@/lib/protocol/decode.ts";
import { FAILURES } from "@/lib/protocol/failures.ts";
import type { ClientFrame, StateFrame } from "@/lib/protocol/frames.ts";
import { ProtocolError } from "@/lib/protocol/protocol_error.ts";
import { Dispatch, type Scene } from "./dispatch.ts";
import { TokenBucket } from "./token_bucket.ts";

/** Frames of one connection whose verbs have not answered; more are refused until some have. */
const MOST_IN_FLIGHT = 256;
/** Who goes on sending after this many refusals, refilled as the allowance is, is flooding. */
const REFUSALS = 3;

const log = logger("socket");

type ErrorFrame = Extract<StateFrame, { readonly type: "error" }>;

/** What comes from one connection: size, rate, decoding, then the verb. Answers every refusal; never throws. */
export class Inbound {
  readonly #scene: Scene;
  readonly #dispatch: Dispatch;
  readonly #bucket: TokenBucket;
  readonly #patience: TokenBucket;
  #inFlight = 0;
  #isReady = false;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#dispatch = new Dispatch(scene);
    const { limits, clock } = scene.deps;
    this.#bucket = new TokenBucket(limits.framesPerSecond, limits.frameBurst, clock.now());
    this.#patience = new TokenBucket(limits.framesPerSecond, limits.frameBurst * REFUSALS, clock.now());
  }

  receive(data: unknown): void {
    const { connection, hub, deps } = this.#scene;
    if (!connection.isOpen) return;
    if (typeof data !== "string") return hub.end(connection, CLOSE.notText);
    if (isTooLarge(data, deps.limits.frameBytes)) {
      this.#refuse({ code: "frame_too_large", error: FAILURES.frame_too_large.text });
      return hub.end(connection, CLOSE.tooLarge);
    }
    const waitMs = this.#takeTurn();
    if (waitMs > 0) return this.#slowDown(waitMs, data);
    const frame = this.#decode(data);
    if (frame) void this.#run(frame);
  }

  #takeTurn(): number {
    const now = this.#scene.deps.clock.now();
    if (this.#inFlight >= MOST_IN_FLIGHT) return 1_000;
    return this.#bucket.take(now) || this.#scene.person.bucket.take(now);
  }

  #slowDown(waitMs: number, data: string): void {
    const { connection, hub, deps } = this.#scene;
    if (this.#patience.take(deps.clock.now()) > 0) return hub.end(connection, CLOSE.flooding);
    this.#refuse({
      ...this.#whose(data),
      code: "rate_limited",
      error: FAILURES.rate_limited.text,
      retry_after_ms: waitMs,
    });
  }

  /** Which frame is refused, so that a client can send it again. Reads it only as far as it can be read. */
  #whose(data: string): Pick<ErrorFrame, "ref" | "client_id"> {
    try {
      return refOf(decodeFrame(data, this.#scene.deps.limits, newId));
    } catch {
      return {};
    }
  }

  #decode(data: string): ClientFrame | null {
    const { meter, deps } = this.#scene;
    try {
      const frame = decodeFrame(data, deps.limits, newId);
      meter?.recordFrame(frame.type);
      return frame;
    } catch (error) {
      meter?.recordFrame("other");
      if (!(error instanceof ProtocolError)) this.#report(error, "decode");
      const known = error instanceof ProtocolError ? error : new ProtocolError("bad_frame", FAILURES.bad_frame.text);
      this.#refuse({ code: known.code, error: known.message, ref: known.ref, client_id: known.clientId });
      return null;
    }
  }

  async #run(frame: ClientFrame): Promise<void> {
    this.#inFlight++;
    try {
      if (!this.#isReady) await this.#scene.ready;
      this.#isReady = true;
      await this.#dispatch.run(frame);
    } catch (error) {
      const failure = asChatError(error);
      if (failure.code === "internal") this.#report(error, frame.type);
      this.#refuse({
        ...refOf(frame),
        code: failure.code,
        error: failure.message,
        retry_after_ms: failure.retryAfterMs,
      });
    } finally {
      this.#inFlight--;
    }
  }

  #refuse(error: Omit<ErrorFrame, "type">): void {
    this.#scene.connection.send({ type: "error", ...error });
  }

  #report(error: unknown, ref: string): void {
    this.#scene.meter?.recordError("socket");
    log.error("A frame failed", { ref, connection: this.#scene.connection.id, error });
  }
}

const refOf = (frame: ClientFrame): Pick<ErrorFrame, "ref" | "client_id"> => ({
  ref: frame.type,
  client_id: "draft" in frame ? frame.draft.clientId : undefined,
});
