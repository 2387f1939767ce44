import type { Clock } from "@/lib/clock.ts";
import { CLOSE } from "@/lib/protocol/close_codes.ts";
import type { Outlet } from "./outlet.ts";

/** Deno drops a socket without its close code when a frame comes in after `close()`, so a busy one is given a moment. */
const QUIET_MS = 100;
const MOST_QUIET_MS = 2_000;
/** Whoever sends such frames is to have no moment for more of them. */
const AT_ONCE: ReadonlySet<number> = new Set([CLOSE.tooLarge.code, CLOSE.notText.code]);

/** A WebSocket's writing end. After its close it takes nothing and says nothing. */
export class SocketOutlet implements Outlet {
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  #heardAtMs = -Infinity;
  #isClosing = false;
  #cancelClose: (() => void) | null = null;

  constructor(socket: WebSocket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
  }

  /** Something came in. */
  heard(): void {
    this.#heardAtMs = this.#clock.now();
  }

  /** The socket has ended. */
  ended(): void {
    this.#isClosing = true;
    this.#cancelClose?.();
  }

  send(text: string): void {
    if (!this.#isClosing && this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  close(code: number, reason: string): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#closeWhenQuiet(code, reason, AT_ONCE.has(code) ? 0 : this.#clock.now() + MOST_QUIET_MS);
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  #closeWhenQuiet(code: number, reason: string, untilMs: number): void {
    const now = this.#clock.now();
    if (now - this.#heardAtMs >= QUIET_MS || now >= untilMs) {
      if (this.#socket.readyState <= WebSocket.OPEN) this.#socket.close(code, reason);
      return;
    }
    this.#cancelClose = this.#clock.after(QUIET_MS, () => this.#closeWhenQuiet(code, reason, untilMs));
  }
}
