import type { Fact } from "@/lib/chat/ports.ts";
import type { FactFrame } from "@/lib/protocol/frames.ts";
import type { ChosenStatus, FactsAfter, LiveReaders, Membership, PresenceStore } from "../ports.ts";

/** Storage as the live side sees it: conversations with their facts and members, all in memory. */
export class FakeStore implements LiveReaders, PresenceStore {
  readonly #facts = new Map<string, Fact[]>();
  readonly #members = new Map<string, Set<string>>();
  readonly endedSessions = new Set<string>();
  readonly statuses = new Map<string, ChosenStatus>();
  readonly lastSeen = new Map<string, number>();
  /** Who may see whose presence: "viewer person". */
  readonly sight = new Set<string>();
  isAway = false;
  /** Reads wait for this, so that a test can put something between question and answer. */
  pause: Promise<void> | null = null;
  factReads = 0;

  join(conversationId: string, ...userIds: string[]): void {
    const members = this.#members.get(conversationId) ?? new Set();
    for (const id of userIds) members.add(id);
    this.#members.set(conversationId, members);
  }

  leave(conversationId: string, userId: string): void {
    this.#members.get(conversationId)?.delete(userId);
  }

  /** Stores the next fact. */
  append(conversationId: string, content = ""): Fact {
    const seq = this.head(conversationId) + 1;
    return this.put(conversationId, { seq, frame: message(conversationId, seq, content) });
  }

  put(conversationId: string, fact: Fact): Fact {
    this.#facts.set(conversationId, [...this.#facts.get(conversationId) ?? [], fact]);
    return fact;
  }

  head(conversationId: string): number {
    return this.#facts.get(conversationId)?.at(-1)?.seq ?? 0;
  }

  async memberships(userIds: readonly string[]): Promise<ReadonlyMap<string, readonly Membership[]>> {
    const answer = new Map(userIds.map((userId) => [userId, this.#membershipsOf(userId)]));
    await this.#answer();
    return answer;
  }

  async heads(conversationIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    await this.#answer();
    return new Map(conversationIds.map((id) => [id, this.head(id)]));
  }

  async facts(
    cursors: ReadonlyMap<string, number>,
    limit: number,
    forUserId?: string,
  ): Promise<ReadonlyMap<string, FactsAfter>> {
    this.factReads++;
    const found = new Map<string, FactsAfter>();
    for (const [id, cursor] of cursors) {
      if (forUserId && !this.#members.get(id)?.has(forUserId)) continue;
      const facts = (this.#facts.get(id) ?? []).filter((fact) => fact.seq > cursor);
      const tooMany = facts.length > limit;
      found.set(id, { kind: "group", facts: tooMany ? [] : facts, head: this.head(id), tooMany });
    }
    await this.#answer();
    return found;
  }

  async stillStanding(sessionIds: readonly string[]): Promise<ReadonlySet<string>> {
    await this.#answer();
    return new Set(sessionIds.filter((id) => !this.endedSessions.has(id)));
  }

  async chosen(userIds: readonly string[]): Promise<ReadonlyMap<string, ChosenStatus>> {
    const answer = new Map(userIds.flatMap((id) => {
      const status = this.statuses.get(id);
      return status ? [[id, status] as const] : [];
    }));
    await this.#answer();
    return answer;
  }

  async viewersOf(userIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    await this.#answer();
    const pairs = [...this.sight].map((pair) => pair.split(" "));
    return new Map(userIds.map((id) => [
      id,
      pairs.flatMap(([viewer, person]) => viewer && person === id ? [viewer] : []),
    ]));
  }

  async seenBy(
    viewerIds: readonly string[],
    among: readonly string[] | null,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    await this.#answer();
    const pairs = [...this.sight].map((pair) => pair.split(" "));
    const isAsked = (id: string) => among === null || among.includes(id);
    return new Map(viewerIds.map((id) => [
      id,
      pairs.flatMap(([viewer, person]) => person && viewer === id && isAsked(person) ? [person] : []),
    ]));
  }

  async visibleTo(viewerId: string, userIds: readonly string[]): Promise<ReadonlySet<string>> {
    await this.#answer();
    return new Set(userIds.filter((id) => this.sight.has(`${viewerId} ${id}`)));
  }

  async saveLastSeen(userIds: readonly string[], atMs: number): Promise<void> {
    await this.#answer();
    for (const id of userIds) this.lastSeen.set(id, atMs);
  }

  #membershipsOf(userId: string): Membership[] {
    return [...this.#members].filter(([, members]) => members.has(userId))
      .map(([conversationId]) => ({ conversationId, kind: "group", lastSeq: this.head(conversationId) }));
  }

  async #answer(): Promise<void> {
    if (this.pause) await this.pause;
    if (this.isAway) throw new Error("storage is away");
  }
}

export function message(conversationId: string, seq: number, content = ""): FactFrame {
  return {
    type: "group",
    id: `id-${seq}`,
    seq,
    conversation_id: conversationId,
    from: "author",
    from_name: "Author",
    group_id: conversationId,
    content,
    message_type: "text",
    created_at: "2026-01-01T00:00:00.000Z",
    client_id: `c-${seq}`,
  };
}

/** A membership fact: `group_member_added`, `group_member_removed` or `group_member_left`. */
export function memberFact(
  type: "group_member_added" | "group_member_removed" | "group_member_left",
  conversationId: string,
  seq: number,
  userId: string,
): Fact {
  return {
    seq,
    frame: {
      type,
      id: `id-${seq}`,
      seq,
      conversation_id: conversationId,
      group_id: conversationId,
      from: "author",
      content: { group_id: conversationId, user_id: userId },
      text: "",
      fact: { action: type, user_id: userId },
      created_at: "2026-01-01T00:00:00.000Z",
    },
  };
}
