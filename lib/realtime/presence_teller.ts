import type { Clock } from "@/lib/clock.ts";
import type { StateFrame } from "@/lib/protocol/frames.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import type { Presence } from "@/lib/protocol/messages.ts";
import type { PresenceStore } from "./ports.ts";
import type { PresenceEntry } from "./presence_entry.ts";
import { statusFrame } from "./presence_frames.ts";

export type Tell = (userIds: readonly string[], frame: StateFrame) => void;

export interface TellerParts {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly store: PresenceStore;
}

/** What viewers have not been told yet. */
interface News {
  readonly status: Presence;
  readonly text: string;
  /** Invisible before and after: nobody is told. */
  readonly isHidden: boolean;
}

interface Told {
  /** Who is offline now and was not before. */
  readonly gone: readonly string[];
  /** Who was told of a moment ago: ask again later. */
  readonly tooSoon: readonly string[];
}

/** Tells viewers what changed of people, each person at most once in a while. */
export class PresenceTeller {
  readonly #parts: TellerParts;
  readonly #entries: ReadonlyMap<string, PresenceEntry>;
  readonly #tell: Tell;

  constructor(parts: TellerParts, entries: ReadonlyMap<string, PresenceEntry>, tell: Tell) {
    this.#parts = parts;
    this.#entries = entries;
    this.#tell = tell;
  }

  /** Tells what is ours to tell. Rejects, with nobody told, when storage cannot be asked for the viewers. */
  async tell(ids: readonly string[]): Promise<Told> {
    const news = new Map<string, News>();
    const tooSoon: string[] = [];
    for (const id of ids) {
      const change = this.#newsOf(id);
      if (change === "too soon") tooSoon.push(id);
      else if (change) news.set(id, change);
    }
    const shown = [...news].filter(([, { isHidden }]) => !isHidden).map(([id]) => id);
    const viewers = shown.length === 0
      ? new Map<string, readonly string[]>()
      : await this.#parts.store.viewersOf(shown);
    for (const [id, change] of news) this.#tellOne(id, change, viewers.get(id) ?? []);
    return { gone: shown.filter((id) => news.get(id)?.status === "offline"), tooSoon };
  }

  #newsOf(id: string): News | "too soon" | null {
    const entry = this.#entries.get(id);
    if (!entry?.isOurs) return null;
    const status = entry.effective();
    const text = entry.chosen?.statusText ?? entry.toldText;
    if (status === entry.told && text === entry.toldText) return null;
    const { clock, limits } = this.#parts;
    if (clock.now() - entry.toldAtMs < limits.presenceEveryMs) return "too soon";
    return { status, text, isHidden: entry.told === "offline" && status === "offline" };
  }

  #tellOne(id: string, { status, text }: News, viewers: readonly string[]): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    const now = this.#parts.clock.now();
    this.#tell(
      viewers.filter((viewer) => this.#entries.get(viewer)?.isConnected),
      statusFrame(id, entry, status, now),
    );
    entry.told = status;
    entry.toldText = text;
    entry.toldAtMs = now;
  }
}
