import type { Unsubscribe } from "@/lib/broker/broker.ts";
import type { Connection } from "./connection.ts";
import type { Room } from "./room.ts";
import type { TokenBucket } from "./token_bucket.ts";

/** Somebody with at least one connection here. */
export class Person {
  readonly id: string;
  /** All connections, also those whose memberships are still being read. */
  readonly connections = new Set<Connection>();
  /** Those that are welcomed and get what their conversations say. */
  ready: readonly Connection[] = [];
  readonly rooms = new Set<Room>();
  /** Frames of all connections together. */
  readonly bucket: TokenBucket;
  /** Resolves once the broker carries this person's events here. */
  subscribed: Promise<Unsubscribe> = Promise.resolve(() => {});
  /** Joins and leaves that come while memberships are being read: they are newer than what was read. */
  readonly #watches = new Set<Map<string, boolean>>();

  constructor(id: string, bucket: TokenBucket) {
    this.id = id;
    this.bucket = bucket;
  }

  noteChange(conversationId: string, isMember: boolean): void {
    for (const watch of this.#watches) watch.set(conversationId, isMember);
  }

  /** Starts noting changes; the answer ends it and gives what was noted. */
  watchChanges(): () => ReadonlyMap<string, boolean> {
    const watch = new Map<string, boolean>();
    this.#watches.add(watch);
    return () => {
      this.#watches.delete(watch);
      return watch;
    };
  }
}
