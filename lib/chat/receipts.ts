import { listMembersAmong } from "@/db/members.ts";
import { type RaisedReceipt, raiseReceipts } from "@/db/receipts.ts";
import { ChatError } from "@/lib/errors.ts";
import type { ChatDeps } from "./deps.ts";
import { ReceiptNews } from "./receipt_news.ts";

type Deps = Pick<ChatDeps, "db" | "clock" | "limits" | "announcer">;

interface Raise {
  readonly conversationId: string;
  readonly userId: string;
  readonly readSeq: number;
  readonly deliveredSeq: number;
}

interface Waiter {
  readonly key: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Between two writes: what people read within it goes into one statement. The first after a pause waits for nothing. */
const WRITE_GATHER_MS = 250;

/** Gathers marks of all people of this instance, writes them together, and then tells authors and other devices. */
class Receipts {
  readonly #deps: Deps;
  readonly #news: ReceiptNews;
  #raises = new Map<string, Raise>();
  #waiters: Waiter[] = [];
  #writing: Promise<void> | undefined;
  #lastWriteMs = -Infinity;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#news = new ReceiptNews(deps);
  }

  /** Resolves once the mark is stored, or was higher already; rejects with `not_found` for someone outside. */
  raise(raise: Raise): Promise<void> {
    const key = `${raise.conversationId} ${raise.userId}`;
    const known = this.#raises.get(key);
    this.#raises.set(key, {
      ...raise,
      readSeq: Math.max(raise.readSeq, known?.readSeq ?? 0),
      deliveredSeq: Math.max(raise.deliveredSeq, known?.deliveredSeq ?? 0),
    });
    return new Promise((resolve, reject) => {
      this.#waiters.push({ key, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Writes and tells at once what has been gathered. */
  async flush(): Promise<void> {
    this.#lastWriteMs = -Infinity;
    this.#wake();
    await this.#writing;
    await this.#news.flush();
  }

  #wake: () => void = () => {};

  async #writeAll(): Promise<void> {
    while (this.#raises.size > 0) {
      await this.#pause();
      await this.#write();
    }
    this.#writing = undefined;
  }

  async #pause(): Promise<void> {
    const { clock } = this.#deps;
    const waitMs = Math.max(0, Math.min(WRITE_GATHER_MS, this.#lastWriteMs + WRITE_GATHER_MS - clock.now()));
    await new Promise<void>((resolve) => {
      const cancel = clock.after(waitMs, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = () => {};
    this.#lastWriteMs = clock.now();
  }

  async #write(): Promise<void> {
    const raises = this.#raises;
    const waiters = this.#waiters;
    this.#raises = new Map();
    this.#waiters = [];
    try {
      const raised = await raiseReceipts(this.#deps.db, [...raises.values()]);
      const inside = await this.#findInside(raises, raised);
      this.#tell(raised);
      for (const waiter of waiters) {
        if (inside.has(waiter.key)) waiter.resolve();
        else waiter.reject(new ChatError("not_found"));
      }
    } catch (error) {
      for (const waiter of waiters) waiter.reject(error);
    }
  }

  /** Who rose is a member; of the others the table is asked. */
  async #findInside(raises: ReadonlyMap<string, Raise>, raised: readonly RaisedReceipt[]): Promise<Set<string>> {
    const inside = new Set(raised.map((row) => `${row.conversationId} ${row.userId}`));
    const others = [...raises].filter(([key]) => !inside.has(key)).map(([, raise]) => raise);
    if (others.length === 0) return inside;
    for (const row of await listMembersAmong(this.#deps.db, others)) inside.add(`${row.conversationId} ${row.userId}`);
    return inside;
  }

  #tell(raised: readonly RaisedReceipt[]): void {
    for (const { conversationId, userId, readSeq, previousReadSeq } of raised) {
      if (readSeq <= previousReadSeq) continue;
      this.#deps.announcer.userState(userId, {
        type: "read",
        conversation_id: conversationId,
        from: userId,
        seq: readSeq,
        content: "",
      });
    }
    this.#news.add(raised);
  }
}

const receiptsBy = new WeakMap<Deps["db"], Receipts>();

function receiptsOf(deps: Deps): Receipts {
  const known = receiptsBy.get(deps.db);
  if (known) return known;
  const receipts = new Receipts(deps);
  receiptsBy.set(deps.db, receipts);
  return receipts;
}

/** Raises someone's marks; many of them are written together. */
export const raiseMarks = (deps: Deps, raise: Raise): Promise<void> => receiptsOf(deps).raise(raise);

/** Writes and tells what has been gathered; for the drain. */
export const flushReceipts = async (deps: Deps): Promise<void> => {
  await receiptsBy.get(deps.db)?.flush();
};
