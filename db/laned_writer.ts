import type { Database } from "./database.ts";
import type { FactDraft, FactResult, FactWriter } from "./fact_writer.ts";
import { GroupWriter, type GroupWriterOptions } from "./group_writer.ts";

/** The embedded store is one session: a second commit would only wait for the first. */
const LANES = { embedded: 1, postgres: 2 } as const;

/** A writer among others. */
export interface Lane extends FactWriter {
  /** Its commit takes unusually long: it waits for somebody's lock, or for the disk. */
  readonly isHeldUp: boolean;
}

interface Place {
  readonly lane: Lane;
  /** Drafts of this conversation that are not answered yet. */
  pending: number;
}

/**
 * Several writers as one. One commit in flight after the other is cheapest and as fast as more, so the first writer does
 * all the work until its commit is held up; then other conversations go to the next. A conversation keeps its writer as
 * long as any of its drafts is not answered, which keeps its order.
 */
export class LanedWriter implements Lane {
  readonly #lanes: readonly Lane[];
  readonly #places = new Map<string, Place>();

  /** Each lane is to tell `settled` of what it has answered. */
  constructor(lanes: readonly Lane[]) {
    this.#lanes = lanes;
  }

  append(draft: FactDraft): Promise<FactResult> {
    const place = this.#places.get(draft.conversationId) ?? this.#place(draft.conversationId);
    place.pending++;
    return place.lane.append(draft);
  }

  settled(answered: readonly { readonly draft: FactDraft }[]): void {
    for (const { draft } of answered) {
      const place = this.#places.get(draft.conversationId);
      if (place && --place.pending === 0) this.#places.delete(draft.conversationId);
    }
  }

  get depth(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.depth, 0);
  }

  get isHeldUp(): boolean {
    return this.#lanes.some((lane) => lane.isHeldUp);
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #place(conversationId: string): Place {
    const lane = this.#lanes.find((lane) => !lane.isHeldUp) ??
      this.#lanes.reduce((least, next) => next.depth < least.depth ? next : least);
    const place = { lane, pending: 0 };
    this.#places.set(conversationId, place);
    return place;
  }
}

/** The writer of this store. */
export function openWriter(db: Database, options: GroupWriterOptions): LanedWriter {
  const lanes = Array.from(
    { length: LANES[db.kind] },
    () => new GroupWriter(db, { ...options, onSettled: (answered) => writer.settled(answered) }),
  );
  const writer = new LanedWriter(lanes);
  return writer;
}
