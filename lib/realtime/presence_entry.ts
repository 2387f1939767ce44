import type { Presence } from "@/lib/protocol/messages.ts";
import type { ChosenStatus } from "./ports.ts";

/** What one instance says of one person. During the grace after the last connection the count is 0. */
export interface Claim {
  readonly status: Presence;
  readonly connections: number;
}

/** What is known of one person who is here, somewhere, or has just gone. */
export class PresenceEntry {
  /** Connections here; true: its page is not being used. */
  readonly leases = new Map<string, boolean>();
  /** Null until it has been read. */
  chosen: ChosenStatus | null = null;
  /** It has changed since it was read. What was read stands until it is read anew. */
  isChosenStale = true;
  /** What other instances say, by instance. */
  readonly elsewhere = new Map<string, Claim>();
  cancelGrace: (() => void) | null = null;
  /** When the last connection here closed. */
  leftAtMs = 0;
  /** What other instances were last told by us. */
  claimed: Claim | null = null;
  /** What viewers were last told, by whichever instance. */
  told: Presence = "offline";
  toldText = "";
  toldAtMs = -Infinity;
  /** When a change that began here was last settled. */
  settledAtMs = -Infinity;
  /** Whether a change that began here is to be told by us. */
  isOurs = false;

  /** What this instance says now. */
  claim(): Claim | null {
    if (this.leases.size > 0) return { status: this.#statusHere(), connections: this.leases.size };
    // Who has gone before anybody was told needs no grace.
    return this.cancelGrace && this.claimed ? { status: this.claimed.status, connections: 0 } : null;
  }

  /** Over all instances. A person is invisible as soon as one instance knows it. */
  effective(): Presence {
    const claims = [...this.elsewhere.values()];
    const here = this.claim();
    if (here) claims.push(here);
    if (claims.length === 0) return "offline";
    const said = new Set(claims.map((claim) => claim.status));
    return (["offline", "busy", "online", "away"] as const).find((status) => said.has(status)) ?? "offline";
  }

  /** When the person was last here, as far as is known here. */
  seenAtMs(nowMs: number): number {
    return this.leases.size === 0 && this.leftAtMs > 0 ? this.leftAtMs : nowMs;
  }

  get isConnected(): boolean {
    return this.leases.size > 0 || this.connectionsElsewhere > 0;
  }

  get connectionsElsewhere(): number {
    let sum = 0;
    for (const claim of this.elsewhere.values()) sum += claim.connections;
    return sum;
  }

  /** Nothing is left to know or to tell. */
  get isOver(): boolean {
    return this.leases.size === 0 && !this.cancelGrace && this.elsewhere.size === 0 && this.told === "offline";
  }

  /** Here, and what the person chose has to be read. */
  get isUnread(): boolean {
    return this.leases.size > 0 && this.isChosenStale;
  }

  #statusHere(): Presence {
    // Who may have chosen to be invisible is so until it is known.
    const chosen = this.chosen?.status ?? "offline";
    if (chosen !== "online") return chosen;
    for (const isIdle of this.leases.values()) if (!isIdle) return "online";
    return "away";
  }
}
