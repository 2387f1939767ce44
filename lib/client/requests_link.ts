import type { ServerFrame } from "@/lib/protocol/frames.ts";
import { type Api, ApiError } from "./api.ts";
import type { Link, LinkEvents } from "./link.ts";

const WAIT_SECONDS = 25;
/** Between two answers, so that a busy conversation does not become a busy loop. */
const PAUSE_MS = 200;

/**
 * The fallback for networks without WebSocket: asks for what is new, waiting at the server, again and again. What a socket
 * would send goes as plain requests instead, so `send` has nothing to do.
 */
export function openRequestsLink(api: Api, cursors: () => ReadonlyMap<string, number>, events: LinkEvents): Link {
  const stop = new AbortController();
  let ended = false;
  const end = (code: number, status?: number) => {
    if (ended) return;
    ended = true;
    stop.abort();
    events.onEnd(status === undefined ? { code } : { code, status });
  };
  const ask = (waitSeconds: number) => {
    const limit = AbortSignal.any([stop.signal, AbortSignal.timeout((waitSeconds + 15) * 1_000)]);
    return api.post<{ frames: ServerFrame[] }>(
      `/api/v1/events?wait=${waitSeconds}`,
      { cursors: Object.fromEntries(cursors()) },
      limit,
    );
  };
  const run = async () => {
    for (let waitSeconds = 0; !ended; waitSeconds = WAIT_SECONDS) {
      const { frames } = await ask(waitSeconds);
      if (ended) return;
      events.onFrames(frames);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  run().catch((error: unknown) => end(1006, error instanceof ApiError ? error.status : undefined));
  return { kind: "requests", send() {}, close: () => end(1006) };
}
