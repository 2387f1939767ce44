import { type CoveredRow, listCovered } from "@/db/covered.ts";
import type { RaisedReceipt } from "@/db/receipts.ts";
import type { ChatDeps } from "./deps.ts";
import { logger } from "@/lib/log.ts";

type Deps = Pick<ChatDeps, "db" | "clock" | "limits" | "announcer">;

/** What somebody's mark covers anew: after one seq, up to another. */
export interface Stretch {
  readonly userId: string;
  readonly after: number;
  readonly upTo: number;
}

/** What one author is told: these people's marks rose to `seq`; `messageId` is the author's newest message at or below. */
export interface News {
  readonly authorId: string;
  readonly readers: readonly string[];
  readonly seq: number;
  readonly messageId: string;
}

const log = logger("receipts");

/**
 * Tells authors who has read or received their messages: at most once a second per conversation, readers gathered. The
 * first news after a pause goes out at once. In large groups nothing is pushed; clients fetch it.
 */
export class ReceiptNews {
  readonly #deps: Deps;
  #reads = new Map<string, Map<string, Stretch>>();
  #deliveries = new Map<string, Map<string, Stretch>>();
  #lastMs = -Infinity;
  #cancel: (() => void) | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  add(raised: readonly RaisedReceipt[]): void {
    for (const row of raised) {
      const { conversationId, userId } = row;
      if (row.readSeq > row.previousReadSeq) {
        widen(this.#reads, conversationId, { userId, after: row.previousReadSeq, upTo: row.readSeq });
      }
      const delivered = Math.max(row.previousReadSeq, row.previousDeliveredSeq);
      // What was read at once is told as read, which says more.
      if (row.deliveredSeq > delivered && row.deliveredSeq > row.readSeq) {
        widen(this.#deliveries, conversationId, { userId, after: delivered, upTo: row.deliveredSeq });
      }
    }
    if (this.#reads.size + this.#deliveries.size === 0 || this.#cancel) return;
    const { clock, limits } = this.#deps;
    const waitMs = this.#lastMs + limits.receiptGatherMs - clock.now();
    if (waitMs <= 0) this.#send();
    else this.#cancel = clock.after(waitMs, () => this.#send());
  }

  /** Tells at once what has been gathered; resolves when all of it is told. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#send();
    await this.#sending;
  }

  #send(): void {
    this.#cancel = undefined;
    this.#lastMs = this.#deps.clock.now();
    // One after the other, so that an author hears of marks as they rose.
    this.#sending = this.#sending.then(() => this.#tell()).catch((error) => {
      log.warn("Cannot tell authors what was read: {error}", { error });
    });
  }

  async #tell(): Promise<void> {
    const reads = this.#reads;
    const deliveries = this.#deliveries;
    this.#reads = new Map();
    this.#deliveries = new Map();
    if (reads.size + deliveries.size === 0) return;
    const covered = await this.#findCovered([...reads, ...deliveries]);
    for (const [conversationId, messages] of covered) {
      this.#announce("read", conversationId, newsOf([...reads.get(conversationId)?.values() ?? []], messages));
      this.#announce(
        "delivered",
        conversationId,
        newsOf([...deliveries.get(conversationId)?.values() ?? []], messages),
      );
    }
  }

  async #findCovered(
    stretches: readonly (readonly [string, ReadonlyMap<string, Stretch>])[],
  ): Promise<Map<string, CoveredRow[]>> {
    const ranges = new Map<string, { conversationId: string; after: number; upTo: number }>();
    for (const [conversationId, people] of stretches) {
      for (const { after, upTo } of people.values()) {
        const known = ranges.get(conversationId);
        ranges.set(conversationId, {
          conversationId,
          after: Math.min(after, known?.after ?? after),
          upTo: Math.max(upTo, known?.upTo ?? upTo),
        });
      }
    }
    const { db, limits } = this.#deps;
    const covered = new Map<string, CoveredRow[]>();
    for (const row of await listCovered(db, [...ranges.values()], limits.receiptPushMembers, limits.resumeFacts)) {
      const list = covered.get(row.conversationId);
      if (list) list.push(row);
      else covered.set(row.conversationId, [row]);
    }
    return covered;
  }

  #announce(type: "read" | "delivered", conversationId: string, news: readonly News[]): void {
    for (const { authorId, readers, seq, messageId } of news) {
      const from = readers[0] ?? "";
      const place = { conversation_id: conversationId, from, seq };
      const gathered = readers.length > 1 ? { readers } : {};
      this.#deps.announcer.userState(
        authorId,
        type === "read" ? { type, ...place, content: messageId, ...gathered } : { type, ...place, ...gathered },
      );
    }
  }
}

function widen(gathered: Map<string, Map<string, Stretch>>, conversationId: string, stretch: Stretch): void {
  const people = gathered.get(conversationId) ?? new Map<string, Stretch>();
  gathered.set(conversationId, people);
  const known = people.get(stretch.userId);
  people.set(stretch.userId, {
    userId: stretch.userId,
    after: Math.min(stretch.after, known?.after ?? stretch.after),
    upTo: Math.max(stretch.upTo, known?.upTo ?? stretch.upTo),
  });
}

/**
 * For each author with a message that somebody's mark covers anew, and each seq that marks rose to: one piece of news.
 * `messages` are those of the whole stretch, newest first.
 */
export function newsOf(
  stretches: readonly Stretch[],
  messages: readonly { readonly id: string; readonly seq: number; readonly authorId: string }[],
): News[] {
  const news = new Map<string, News & { readers: string[] }>();
  for (const { userId, after, upTo } of stretches) {
    for (const [authorId, messageId] of newestByAuthor(messages, after, upTo)) {
      if (authorId === userId) continue;
      const key = `${authorId} ${upTo}`;
      const known = news.get(key);
      if (known) known.readers.push(userId);
      else news.set(key, { authorId, readers: [userId], seq: upTo, messageId });
    }
  }
  return [...news.values()];
}

function newestByAuthor(
  messages: readonly { readonly id: string; readonly seq: number; readonly authorId: string }[],
  after: number,
  upTo: number,
): Map<string, string> {
  const newest = new Map<string, string>();
  for (const { id, seq, authorId } of messages) {
    if (seq > after && seq <= upTo && !newest.has(authorId)) newest.set(authorId, id);
  }
  return newest;
}
