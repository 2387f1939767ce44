import type { OutboxItem, OutboxStorage } from "./outbox_item.ts";

interface Stored extends OutboxItem {
  readonly userId: string;
  /** The page that sends it. */
  readonly pageId: string;
}

const NAME = "freshet";
const STORE = "outbox";

const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { keyPath: "clientId" }).createIndex("user", "userId");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** What was asked, once it is kept for good: a library for this would be a fortieth of all that the page loads. */
const within = <T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = ask(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? request.error);
  });

const put = (database: IDBDatabase, item: Stored) => within(database, "readwrite", (store) => store.put(item));
const remove = (database: IDBDatabase, clientId: string) =>
  within(database, "readwrite", (store) => store.delete(clientId));

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
  #database: Promise<IDBDatabase> | null = null;

  constructor(userId: string, pageId: string, locks: PageLocks | null) {
    this.#userId = userId;
    this.#pageId = pageId;
    this.#locks = locks;
    locks?.hold(lockName(pageId));
  }

  async adopt(): Promise<readonly OutboxItem[]> {
    const database = await this.#open();
    const open = await this.#locks?.held() ?? new Set<string>();
    const mine = this.#userId;
    const stored: Stored[] = await within(database, "readonly", (store) => store.index("user").getAll(mine));
    const orphans = stored.filter((item) => item.pageId === this.#pageId || !open.has(lockName(item.pageId)));
    for (const item of orphans) await put(database, { ...item, pageId: this.#pageId });
    return orphans.sort((a, b) => a.order - b.order).map(withoutOwner);
  }

  async save(item: OutboxItem): Promise<void> {
    await put(await this.#open(), { ...item, userId: this.#userId, pageId: this.#pageId });
  }

  async remove(clientId: string): Promise<void> {
    await remove(await this.#open(), clientId);
  }

  async close(): Promise<void> {
    const database = await this.#database?.catch(() => null);
    database?.close();
    this.#database = null;
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= open();
    return this.#database;
  }
}

/** Removes what the browser keeps of everybody but `keepUserId`; at sign-out of everybody. */
export async function clearOutboxes(keepUserId: string | null): Promise<void> {
  const database = await open();
  const all: Stored[] = await within(database, "readonly", (store) => store.getAll());
  for (const { userId, clientId } of all) if (userId !== keepUserId) await remove(database, clientId);
  database.close();
}

const lockName = (pageId: string): string => `freshet-page-${pageId}`;

function withoutOwner({ userId: _userId, pageId: _pageId, ...item }: Stored): OutboxItem {
  return item;
}
