import type { Database } from "./database.ts";
import type { FactDraft, FactResult, FactWriter } from "./fact_writer.ts";
import { GroupWriter, type GroupWriterOptions } from "./group_writer.ts";

/** The embedded store is one session: a second commit would only wait for the first. */
const LANES = { embedded: 1, postgres: 2 } as const;

/**
 * Several writers as one, each with its own conversations and its own commit in flight: while one is at the database,
 * another gathers. A conversation always has the same writer, which keeps its order.
 */
export class LanedWriter implements FactWriter {
  readonly #lanes: readonly FactWriter[];

  constructor(lanes: readonly FactWriter[]) {
    this.#lanes = lanes;
  }

  append(draft: FactDraft): Promise<FactResult> {
    const lane = this.#lanes[hashOf(draft.conversationId) % this.#lanes.length];
    return lane ? lane.append(draft) : Promise.reject(new RangeError("A writer needs a lane"));
  }

  get depth(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.depth, 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }
}

/** The writer of this store, with as many commits in flight as it does well with. */
export const openWriter = (db: Database, options: GroupWriterOptions): FactWriter =>
  new LanedWriter(Array.from({ length: LANES[db.kind] }, () => new GroupWriter(db, options)));

/** The end of an id is random; what is no id may go anywhere. */
const hashOf = (id: string): number => Number.parseInt(id.slice(-6), 16) || 0;
