import type { Fact } from "@/lib/chat/ports.ts";
import type { Clock } from "@/lib/clock.ts";
import { logger } from "@/lib/log.ts";
import type { FactFrame } from "@/lib/protocol/frames.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import type { LiveMeter, LiveReaders } from "./ports.ts";
import type { Item, Room } from "./room.ts";

export interface GapsParts {
  readonly clock: Clock;
  readonly limits: Pick<Limits, "gapHoldMs" | "resumeFacts">;
  readonly readers: Pick<LiveReaders, "facts">;
  readonly meter: LiveMeter | undefined;
  /** Facts were passed over, among them perhaps joins and leaves. */
  readonly onJump: (room: Room) => void;
}

const ROOMS_AT_ONCE = 200;
const RETRY_MS = 1_000;
/** Reads that bring nothing, after which what was announced is taken for a mistake. */
const MOST_TRIES = 5;

const log = logger("gaps");

/** Reads what a room is missing from storage, after it has had a moment to come by itself; once for all members here. */
export class Gaps {
  readonly #parts: GapsParts;
  readonly #waiting = new Map<Room, { readyAtMs: number; tries: number }>();
  #cancelTimer: (() => void) | null = null;
  #isClosed = false;

  constructor(parts: GapsParts) {
    this.#parts = parts;
  }

  watch(room: Room): void {
    if (this.#waiting.has(room)) return;
    this.#waiting.set(room, { readyAtMs: this.#parts.clock.now() + this.#parts.limits.gapHoldMs, tries: 0 });
    this.#schedule(this.#parts.limits.gapHoldMs);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelTimer?.();
    this.#waiting.clear();
  }

  #schedule(ms: number): void {
    if (this.#isClosed) return;
    this.#cancelTimer ??= this.#parts.clock.after(ms, () => {
      void this.#read();
    });
  }

  async #read(): Promise<void> {
    const now = this.#parts.clock.now();
    for (const room of [...this.#waiting.keys()]) {
      if (!room.isBehind || room.people.size === 0) this.#waiting.delete(room);
    }
    const ready = [...this.#waiting].filter(([, wait]) => wait.readyAtMs <= now).map(([room]) => room);
    if (ready.length > 0) await this.#fill(ready.slice(0, ROOMS_AT_ONCE));
    this.#cancelTimer = null;
    if (this.#waiting.size > 0) this.#schedule(Math.max(1, this.#parts.limits.gapHoldMs / 2));
  }

  async #fill(rooms: readonly Room[]): Promise<void> {
    const { readers, limits, meter } = this.#parts;
    try {
      const found = await readers.facts(new Map(rooms.map((room) => [room.id, room.lastSeq])), limits.resumeFacts);
      for (const room of rooms) {
        meter?.recordGap();
        const after = found.get(room.id);
        if (after?.tooMany) this.#jump(room, after.head);
        else if (after) room.accept(after.facts.map(itemFromStorage));
        this.#conclude(room);
      }
    } catch (error) {
      log.warn("Cannot read a gap", { error });
      for (const room of rooms) this.#waiting.set(room, { readyAtMs: this.#parts.clock.now() + RETRY_MS, tries: 0 });
    }
  }

  #jump(room: Room, head: number): void {
    room.jump(head);
    this.#parts.onJump(room);
  }

  #conclude(room: Room): void {
    const wait = this.#waiting.get(room);
    if (!room.isBehind || !wait) {
      this.#waiting.delete(room);
    } else if (++wait.tries >= MOST_TRIES) {
      log.warn("Gave up a gap in {conversation}", { conversation: room.id, after: room.lastSeq });
      room.giveUp();
      this.#waiting.delete(room);
    }
  }
}

/** A fact as storage gives it says itself who came and went with it. */
export function itemFromStorage({ seq, frame }: Fact): Item {
  return { seq, text: JSON.stringify(frame), joined: joinedBy(frame), left: leftBy(frame) };
}

function joinedBy(frame: FactFrame): readonly string[] {
  if (frame.type === "group_member_added") return [frame.content.user_id];
  if (frame.type === "group_updated" && frame.fact.action === "group_member_joined") {
    return [frame.fact.user_id ?? frame.from];
  }
  return [];
}

const leftBy = (frame: FactFrame): readonly string[] =>
  frame.type === "group_member_removed" || frame.type === "group_member_left" ? [frame.content.user_id] : [];
