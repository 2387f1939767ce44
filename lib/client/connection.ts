import { signal } from "@preact/signals";
import type { Clock } from "@/lib/clock.ts";
import { CLOSE, mayReconnect } from "@/lib/protocol/close_codes.ts";
import { encodeFrame } from "@/lib/protocol/encode.ts";
import type { ClientFrame, ServerFrame } from "@/lib/protocol/frames.ts";
import { LIMITS } from "@/lib/protocol/limits.ts";
import { backoffMs } from "./backoff.ts";
import type { Link, OpenLink } from "./link.ts";

export type ConnectionState = "connecting" | "live" | "slow" | "offline" | "stopped";
export type StopReason = "signed_out" | "deactivated" | "abuse";

/** What the server says when asked over plain HTTP, after a socket failed without a word. */
export type Probe = "ok" | "signed_out" | "unreachable";

export interface ConnectionPorts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly openSocket: OpenLink;
  /** For networks without WebSocket. */
  readonly openFallback: OpenLink;
  probe(): Promise<Probe>;
  /** Where I stand; read for every resume. */
  cursors(): ReadonlyMap<string, number>;
  onFrames(frames: readonly ServerFrame[]): void;
  /** The link stands and the resume is sent. */
  onLive(kind: Link["kind"]): void;
  onDown(): void;
}

/** Sockets that may fail while the server answers plain requests, before the fallback is used. */
const SOCKET_TRIES = 3;
const SOCKET_AGAIN_MS = 60_000;
const OPEN_MS = 15_000;
const SLOW_MS = 5_000;
const PROBE_MS = 4_000;

/**
 * The page's one connection. Opens a link, resumes from the cursors each time, watches that it is alive, and comes back
 * with back-off and jitter until the server says to stop.
 */
export class Connection {
  readonly state = signal<ConnectionState>("connecting");
  readonly stopReason = signal<StopReason | null>(null);

  readonly #ports: ConnectionPorts;
  #link: Link | null = null;
  #isOpen = false;
  #started = false;
  #attempts = 0;
  #socketFailures = 0;
  #hintMs = 0;
  #deadAt = 0;
  #heartbeatMs = LIMITS.pingMs;
  #cancelWait: (() => void) | null = null;
  #cancelOpening: (() => void) | null = null;
  #cancelPing: (() => void) | null = null;
  #cancelSlow: (() => void) | null = null;
  #cancelDead: (() => void) | null = null;
  #cancelUpgrade: (() => void) | null = null;

  constructor(ports: ConnectionPorts) {
    this.#ports = ports;
  }

  get isLive(): boolean {
    return this.#isOpen;
  }

  get kind(): Link["kind"] | null {
    return this.#isOpen ? this.#link?.kind ?? null : null;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#open();
  }

  stop(): void {
    this.#started = false;
    this.#clear();
    this.#cancelWait?.();
    this.#cancelUpgrade?.();
    const link = this.#link;
    this.#link = null;
    link?.close();
  }

  /** False when there is no link: states may be lost, and what must not be is kept in the outbox. */
  send(frame: ClientFrame): boolean {
    if (!this.#isOpen || !this.#link) return false;
    this.#link.send(encodeFrame(frame));
    return true;
  }

  /** The network may be back, or the page was asleep: try at once, or see quickly whether the link still holds. */
  wake(): void {
    if (!this.#started) return;
    if (this.#isOpen) this.#ping(PROBE_MS);
    else if (this.#cancelWait) {
      this.#attempts = 0;
      this.#cancelWait();
      this.#cancelWait = null;
      this.#open();
    }
  }

  /** The browser says the network is gone. It may be wrong (a server on this machine), so the link is only asked. */
  doubt(): void {
    if (this.#isOpen) this.#ping(PROBE_MS);
  }

  #open(): void {
    const useFallback = this.#socketFailures >= SOCKET_TRIES;
    this.#link = this.#openLink(useFallback ? this.#ports.openFallback : this.#ports.openSocket);
  }

  #openLink(open: OpenLink): Link {
    const link: Link = open({
      onFrames: (frames) => {
        if (this.#link === link) this.#receive(frames);
        else if (frames.some((frame) => frame.type === "system")) this.#adopt(link, frames);
      },
      onEnd: (end) => {
        if (this.#link === link) this.#ended(end.code, end.status);
      },
    });
    this.#cancelOpening?.();
    this.#cancelOpening = this.#ports.clock.after(OPEN_MS, () => link.close());
    return link;
  }

  #receive(frames: readonly ServerFrame[]): void {
    const welcome = frames.find((frame) => frame.type === "system");
    if (welcome?.type === "system") this.#opened(welcome.heartbeat_ms);
    for (const frame of frames) {
      if (frame.type === "draining") this.#hintMs = frame.retry_after_ms;
    }
    this.#heard();
    this.#ports.onFrames(frames);
    if (welcome && this.#link) this.#ports.onLive(this.#link.kind);
  }

  #opened(heartbeatMs: number): void {
    this.#cancelOpening?.();
    this.#cancelOpening = null;
    this.#isOpen = true;
    this.#attempts = 0;
    this.#hintMs = 0;
    this.#heartbeatMs = heartbeatMs > 0 ? heartbeatMs : LIMITS.pingMs;
    if (this.#link?.kind === "socket") this.#socketFailures = 0;
    else this.#tryUpgradeLater();
    this.state.value = "live";
    this.resume(this.#ports.cursors());
    this.#schedulePing();
  }

  /** Asks for everything after the cursors, in as many frames as the protocol wants. */
  resume(cursors: ReadonlyMap<string, number>): void {
    const all = [...cursors];
    for (let at = 0; at === 0 || at < all.length; at += LIMITS.resumeCursors) {
      this.send({ type: "resume", cursors: new Map(all.slice(at, at + LIMITS.resumeCursors)) });
    }
  }

  #schedulePing(): void {
    this.#cancelPing?.();
    this.#cancelPing = this.#ports.clock.after(this.#heartbeatMs, () => this.#ping(this.#heartbeatMs));
  }

  /** Plain requests answer for themselves, each within its time. */
  #ping(deadAfterMs: number): void {
    if (this.#link?.kind !== "socket") return;
    this.send({ type: "ping" });
    this.#schedulePing();
    this.#cancelSlow ??= this.#ports.clock.after(Math.min(SLOW_MS, deadAfterMs), () => {
      if (this.#isOpen) this.state.value = "slow";
    });
    // Only what is heard puts the end off, not the next question.
    const deadAt = this.#ports.clock.now() + deadAfterMs;
    if (this.#cancelDead && this.#deadAt <= deadAt) return;
    this.#cancelDead?.();
    this.#deadAt = deadAt;
    this.#cancelDead = this.#ports.clock.after(deadAfterMs, () => this.#link?.close());
  }

  /** Anything at all from the server shows that it lives. */
  #heard(): void {
    this.#cancelSlow?.();
    this.#cancelDead?.();
    this.#cancelSlow = null;
    this.#cancelDead = null;
    if (this.state.value === "slow") this.state.value = "live";
  }

  #ended(code: number, status: number | undefined): void {
    const wasOpen = this.#isOpen;
    const wasSocket = this.#link?.kind === "socket";
    this.#link = null;
    this.#clear();
    if (wasOpen) this.#ports.onDown();
    if (!this.#started) return;
    if (!mayReconnect(code)) return this.#stopFor(reasonOf(code));
    if (status === 401) return this.#stopFor("signed_out");
    if (code === CLOSE.draining.code && this.#hintMs === 0) this.#hintMs = LIMITS.drainRetryMs;
    if (wasOpen) this.#wait();
    else void this.#probe(wasSocket);
  }

  /** A socket that fails before its welcome tells no reason: ask over HTTP whether it is the network, the session or sockets. */
  async #probe(wasSocket: boolean): Promise<void> {
    const answer = await this.#ports.probe();
    if (!this.#started || this.#link) return;
    if (answer === "signed_out") return this.#stopFor("signed_out");
    if (answer === "ok" && wasSocket) this.#socketFailures++;
    if (answer === "unreachable") this.#socketFailures = 0;
    this.#wait();
  }

  #wait(): void {
    // The first loss may be a restart or a blink: the word "offline" waits for a failed attempt.
    this.state.value = this.#attempts === 0 ? "connecting" : "offline";
    const jitterMs = backoffMs(this.#attempts, this.#ports.random);
    const waitMs = this.#hintMs > 0 ? this.#hintMs + Math.floor(this.#ports.random() * this.#hintMs) : jitterMs;
    this.#hintMs = 0;
    this.#attempts++;
    this.#cancelWait = this.#ports.clock.after(waitMs, () => {
      this.#cancelWait = null;
      this.#open();
    });
  }

  #stopFor(reason: StopReason): void {
    this.#started = false;
    this.state.value = "stopped";
    this.stopReason.value = reason;
  }

  /** While the fallback serves, a socket is tried beside it and takes over once it is welcomed. */
  #tryUpgradeLater(): void {
    this.#cancelUpgrade?.();
    this.#cancelUpgrade = this.#ports.clock.after(SOCKET_AGAIN_MS, () => {
      if (!this.#started || this.#link?.kind !== "requests") return;
      this.#openLink(this.#ports.openSocket);
      this.#tryUpgradeLater();
    });
  }

  #adopt(link: Link, frames: readonly ServerFrame[]): void {
    if (!this.#started) return link.close();
    const old = this.#link;
    this.#link = link;
    this.#cancelUpgrade?.();
    this.#cancelWait?.();
    this.#cancelWait = null;
    old?.close();
    this.#receive(frames);
  }

  #clear(): void {
    this.#isOpen = false;
    for (const cancel of [this.#cancelOpening, this.#cancelPing, this.#cancelSlow, this.#cancelDead]) cancel?.();
    this.#cancelOpening =
      this.#cancelPing =
      this.#cancelSlow =
      this.#cancelDead =
        null;
  }
}

function reasonOf(code: number): StopReason {
  if (code === CLOSE.deactivated.code) return "deactivated";
  return code === CLOSE.abuse.code ? "abuse" : "signed_out";
}
