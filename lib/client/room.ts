import { signal } from "@preact/signals";
import type { FactFrame } from "@/lib/protocol/frames.ts";
import type { ConversationDetailsJson, MemberJson, TimelinePageJson } from "@/lib/protocol/messages.ts";
import type { People } from "./people.ts";
import { Receipts } from "./receipts.ts";
import { type PageWindow, Timeline } from "./timeline.ts";

export interface RoomPorts {
  readonly me: string;
  readonly people: People;
  page(conversationId: string, window: PageWindow): Promise<TimelinePageJson>;
  details(conversationId: string): Promise<ConversationDetailsJson>;
}

/** Where the eye was: the message at the top of the view and how far it was scrolled past; null is the newest. */
export interface Place {
  readonly seq: number;
  readonly offset: number;
}

export type RoomState = "loading" | "ready" | "failed" | "gone";

/** Entries kept while walking through the past. */
const KEPT = 300;
const TRIES = 3;

/** One conversation as it stands open: its messages, members and marks, and where the reader was. */
export class Room {
  readonly id: string;
  readonly timeline: Timeline;
  readonly receipts: Receipts;
  readonly state = signal<RoomState>("loading");
  readonly details = signal<ConversationDetailsJson | null>(null);
  readonly loadingOlder = signal(false);
  /** Messages of others after this one were new when the conversation was opened; null: no line. */
  readonly unreadAfter = signal<number | null>(null);
  /** How many they were then. */
  unreadCount = 0;
  /** A message that was asked for by link: shown lit. */
  readonly lit = signal<number | null>(null);
  place: Place | null = null;
  /** Receipts and members may have changed unheard. */
  isStale = false;

  readonly #ports: RoomPorts;
  #loads = 0;

  constructor(id: string, cursor: number, ports: RoomPorts) {
    this.id = id;
    this.#ports = ports;
    this.timeline = new Timeline(id, cursor);
    this.receipts = new Receipts(ports.me);
  }

  /** What the server rendered. */
  seed(details: ConversationDetailsJson, page: TimelinePageJson, window: PageWindow): void {
    this.setDetails(details);
    this.#ports.people.learn(page.people ?? []);
    this.timeline.merge(page, window);
    this.state.value = "ready";
  }

  setDetails(details: ConversationDetailsJson): void {
    this.details.value = details;
    this.#ports.people.learn(details.members.map((member) => member.user));
    this.receipts.load(details.members, details.members.length >= details.member_count);
  }

  /** Loads members and a stretch of messages, unless they are there. */
  async load(window: PageWindow): Promise<void> {
    if (this.state.value === "ready") return;
    this.state.value = "loading";
    try {
      await Promise.all([this.loadDetails(), this.#load(window)]);
      this.state.value = "ready";
    } catch (error) {
      this.state.value = isGone(error) ? "gone" : "failed";
    }
  }

  /** Reads members and their marks again, if something may have been missed. */
  async refresh(): Promise<void> {
    if (!this.isStale || this.state.value !== "ready") return;
    this.isStale = false;
    await this.loadDetails().catch(() => {
      this.isStale = true;
    });
  }

  async loadDetails(): Promise<void> {
    this.setDetails(await this.#ports.details(this.id));
  }

  async loadOlder(): Promise<boolean> {
    if (!this.timeline.hasOlder || this.loadingOlder.value || !this.timeline.isLoaded) return false;
    this.loadingOlder.value = true;
    try {
      const done = await this.#load({ kind: "before", seq: this.timeline.lowSeq });
      if (done) this.timeline.trim("oldest", KEPT);
      return done;
    } catch {
      return false;
    } finally {
      this.loadingOlder.value = false;
    }
  }

  async loadNewer(): Promise<boolean> {
    if (!this.timeline.hasNewer || this.loadingOlder.value || !this.timeline.isLoaded) return false;
    this.loadingOlder.value = true;
    try {
      const done = await this.#load({ kind: "after", seq: this.timeline.highSeq });
      if (done) this.timeline.trim("newest", KEPT);
      return done;
    } catch {
      return false;
    } finally {
      this.loadingOlder.value = false;
    }
  }

  /** Brings a message into the window; false when there is no such message. */
  async jumpTo(seq: number): Promise<boolean> {
    if (!this.timeline.find(seq)) await this.#load({ kind: "around", seq }).catch(() => false);
    const found = this.timeline.find(seq) !== null;
    if (found) this.lit.value = seq;
    return found;
  }

  /** Brings the newest messages into the window. */
  async jumpToNewest(): Promise<void> {
    if (this.timeline.hasNewer || !this.timeline.isLoaded) await this.#load({ kind: "latest" }).catch(() => false);
  }

  /** Facts were skipped that will never come: start again from what the server has. */
  async reload(cursor: number): Promise<void> {
    this.timeline.reset(cursor);
    this.place = null;
    this.state.value = "loading";
    await this.load({ kind: "latest" });
  }

  /** I may no longer read it. */
  lose(): void {
    this.state.value = "gone";
  }

  apply(facts: readonly FactFrame[]): void {
    this.timeline.apply(facts);
    if (facts.some(changesDetails)) void this.loadDetails().catch(() => {});
  }

  member(userId: string): MemberJson | undefined {
    return this.details.value?.members.find((member) => member.user.id === userId);
  }

  async #load(window: PageWindow): Promise<boolean> {
    const load = ++this.#loads;
    for (let tries = 0; tries < TRIES; tries++) {
      const page = await this.#ports.page(this.id, window);
      const isReplaced = window.kind !== "before" && window.kind !== "after" && load !== this.#loads;
      if (isReplaced) return false;
      this.#ports.people.learn(page.people ?? []);
      if (this.timeline.merge(page, window)) return true;
    }
    return false;
  }
}

const changesDetails = (fact: FactFrame): boolean =>
  fact.type === "group_updated" || fact.type.startsWith("group_member_");

const isGone = (error: unknown): boolean =>
  error instanceof Error && "status" in error && (error.status === 404 || error.status === 403);
