import type { Database } from "@/db/database.ts";
import {
  findIndexState,
  type IndexableRow,
  listIndexable,
  listStaleBlocks,
  putBlocks,
  type SearchBlock,
} from "@/db/search_blocks.ts";
import { foldText } from "./fold_text.ts";
import { Signature } from "./signature.ts";

const READ = 500;
const MOST_FACTS = 500;

/**
 * Brings the index of a conversation up to its head, or a good piece nearer; tells how many facts are left. Several may do
 * it at once: they write the same, and a block that overlaps another costs nothing but a second look.
 */
export async function indexConversation(db: Database, conversationId: string): Promise<number> {
  const state = await findIndexState(db, conversationId);
  if (!state || state.lastSeq <= state.toSeq) return 0;
  const start = state.fromSeq !== null && !state.isFull ? state.fromSeq : state.toSeq + 1;
  const rows = await listIndexable(db, conversationId, start, state.lastSeq, READ);
  const upTo = rows.length === READ ? rows.at(-1)?.seq ?? state.lastSeq : state.lastSeq;
  const blocks = buildBlocks(conversationId, rows, start, upTo);
  if (blocks.length > 0) await putBlocks(db, blocks);
  for (const stale of await listStaleBlocks(db, conversationId, state.toSeq, upTo, start)) {
    await rebuild(db, stale);
  }
  return state.lastSeq - upTo;
}

/** What an edit has added is found, and what a recall has taken away leaves no trace. */
async function rebuild(
  db: Database,
  { conversationId, fromSeq, toSeq, isFull }: Pick<SearchBlock, "conversationId" | "fromSeq" | "toSeq" | "isFull">,
): Promise<void> {
  const block = new Block(conversationId, fromSeq);
  for (const row of await listIndexable(db, conversationId, fromSeq, toSeq, MOST_FACTS)) block.add(row);
  await putBlocks(db, [{ ...block.end(toSeq), isFull }]);
}

/** The blocks of a stretch without holes, the last one open. */
export function buildBlocks(
  conversationId: string,
  rows: readonly IndexableRow[],
  fromSeq: number,
  toSeq: number,
): SearchBlock[] {
  const blocks: SearchBlock[] = [];
  let block = new Block(conversationId, fromSeq);
  for (const row of rows) {
    block.add(row);
    if (!block.isFull(row.seq)) continue;
    blocks.push(block.end(row.seq));
    block = new Block(conversationId, row.seq + 1);
  }
  if (block.fromSeq <= toSeq) blocks.push(block.end(toSeq));
  return blocks;
}

class Block {
  readonly fromSeq: number;
  readonly #conversationId: string;
  readonly #signature = new Signature();
  #oldestAt: Date | null = null;
  #newestAt: Date | null = null;

  constructor(conversationId: string, fromSeq: number) {
    this.#conversationId = conversationId;
    this.fromSeq = fromSeq;
  }

  add(row: IndexableRow): void {
    this.#signature.add(foldText(row.content));
    this.#oldestAt ??= row.createdAt;
    this.#newestAt = row.createdAt;
  }

  isFull(atSeq: number): boolean {
    return this.#signature.isFull || atSeq - this.fromSeq + 1 >= MOST_FACTS;
  }

  end(toSeq: number): SearchBlock {
    return {
      conversationId: this.#conversationId,
      fromSeq: this.fromSeq,
      toSeq,
      isFull: this.isFull(toSeq),
      oldestAt: this.#oldestAt,
      newestAt: this.#newestAt,
      signature: this.#signature.bytes,
    };
  }
}
