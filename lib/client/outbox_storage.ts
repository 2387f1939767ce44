import { openDB } from "idb";
import type { DBSchema, IDBPDatabase } from "idb";
import type { OutboxItem, OutboxStorage } from "./outbox_item.ts";

interface Stored extends OutboxItem {
  readonly userId: string;
  /** The page that sends it. */
  readonly pageId: string;
}

interface Schema extends DBSchema {
  outbox: { key: string; value: Stored; indexes: { user: string } };
}

const NAME = "freshet";

const open = (): Promise<IDBPDatabase<Schema>> =>
  openDB<Schema>(NAME, 1, {
    upgrade(database) {
      database.createObjectStore("outbox", { keyPath: "clientId" }).createIndex("user", "userId");
    },
  });

/** Says which pages are still open, so that two tabs do not send the same message. */
export interface PageLocks {
  /** Holds a name for as long as this page lives. */
  hold(name: string): void;
  held(): Promise<ReadonlySet<string>>;
}

/** Unsent messages of one person in IndexedDB. Without locks every page takes all: the client id keeps them single. */
export class IndexedOutbox implements OutboxStorage {
  readonly #userId: string;
  readonly #pageId: string;
  readonly #locks: PageLocks | null;
  #database: Promise<IDBPDatabase<Schema>> | null = null;

  constructor(userId: string, pageId: string, locks: PageLocks | null) {
    this.#userId = userId;
    this.#pageId = pageId;
    this.#locks = locks;
    locks?.hold(lockName(pageId));
  }

  async adopt(): Promise<readonly OutboxItem[]> {
    const database = await this.#open();
    const open = await this.#locks?.held() ?? new Set<string>();
    const stored = await database.getAllFromIndex("outbox", "user", this.#userId);
    const orphans = stored.filter((item) => item.pageId === this.#pageId || !open.has(lockName(item.pageId)));
    for (const item of orphans) await database.put("outbox", { ...item, pageId: this.#pageId });
    return orphans.sort((a, b) => a.order - b.order).map(withoutOwner);
  }

  async save(item: OutboxItem): Promise<void> {
    await (await this.#open()).put("outbox", { ...item, userId: this.#userId, pageId: this.#pageId });
  }

  async remove(clientId: string): Promise<void> {
    await (await this.#open()).delete("outbox", clientId);
  }

  async close(): Promise<void> {
    const database = await this.#database?.catch(() => null);
    database?.close();
    this.#database = null;
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    this.#database ??= open();
    return this.#database;
  }
}

/** Removes what the browser keeps of everybody but `keepUserId`; at sign-out of everybody. */
export async function clearOutboxes(keepUserId: string | null): Promise<void> {
  const database = await open();
  for (const item of await database.getAll("outbox")) {
    if (item.userId !== keepUserId) await database.delete("outbox", item.clientId);
  }
  database.close();
}

const lockName = (pageId: string): string => `freshet-page-${pageId}`;

function withoutOwner({ userId: _userId, pageId: _pageId, ...item }: Stored): OutboxItem {
  return item;
}
