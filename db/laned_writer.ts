import type { Database } from "./database.ts";
import type { FactDraft, FactResult, FactWriter } from "./fact_writer.ts";
import { GroupWriter, type GroupWriterOptions } from "./group_writer.ts";

/** The embedded store is one session: a second commit would only wait for the first. */
const LANES = { embedded: 1, postgres: 2 } as const;

interface Place {
  readonly lane: FactWriter;
  /** Drafts of this conversation that are not answered yet. */
  pending: number;
}

/**
 * Several writers as one, each with its own conversations and its own commit in flight: while one is at the database,
 * another gathers. A conversation keeps its writer as long as any of its drafts is not answered, which keeps its order;
 * then the one with the least to do takes it.
 */
export class LanedWriter implements FactWriter {
  readonly #lanes: readonly FactWriter[];
  readonly #places = new Map<string, Place>();

  /** Each lane is to tell `settled` of what it has answered. */
  constructor(lanes: readonly FactWriter[]) {
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

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #place(conversationId: string): Place {
    const lane = this.#lanes.reduce((least, next) => next.depth < least.depth ? next : least);
    const place = { lane, pending: 0 };
    this.#places.set(conversationId, place);
    return place;
  }
}

/** The writer of this store, with as many commits in flight as it does well with. */
export function openWriter(db: Database, options: GroupWriterOptions): FactWriter {
  const lanes = Array.from(
    { length: LANES[db.kind] },
    () => new GroupWriter(db, { ...options, onSettled: (answered) => writer.settled(answered) }),
  );
  const writer = new LanedWriter(lanes);
  return writer;
}
