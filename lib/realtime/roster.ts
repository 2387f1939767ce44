import type { Broker, Unsubscribe } from "@/lib/broker/broker.ts";
import { logger } from "@/lib/log.ts";
import type { ConversationKind } from "@/lib/protocol/messages.ts";
import { Bundle } from "./bundle.ts";
import type { Connection } from "./connection.ts";
import { Person } from "./person.ts";
import type { Membership } from "./ports.ts";
import { Room, type RoomKeeper } from "./room.ts";
import type { TokenBucket } from "./token_bucket.ts";

const log = logger("roster");

export interface RosterParts {
  readonly broker: Broker;
  readonly newBucket: () => TokenBucket;
  /** What the broker brings for a conversation, and for a person. */
  readonly onRoomPayload: (conversationId: string, payload: string) => void;
  readonly onPersonPayload: (userId: string, payload: string) => void;
  readonly onDirty: (room: Room) => void;
  readonly onBehind: (room: Room) => void;
}

/** Who is connected here and in which conversations. Topics are subscribed exactly while somebody here needs them. */
export class Roster implements RoomKeeper {
  readonly people = new Map<string, Person>();
  readonly rooms = new Map<string, Room>();
  readonly #parts: RosterParts;

  constructor(parts: RosterParts) {
    this.#parts = parts;
  }

  /** Counts the connection; it gets nothing yet. */
  add(connection: Connection): Person {
    const userId = connection.actor.id;
    let person = this.people.get(userId);
    if (!person) {
      person = new Person(userId, this.#parts.newBucket());
      person.subscribed = this.#subscribe(`u:${userId}`, (payload) => this.#parts.onPersonPayload(userId, payload));
      this.people.set(userId, person);
    }
    person.connections.add(connection);
    return person;
  }

  /** From now on it gets what its person's conversations say. */
  makeReady(person: Person, connection: Connection): void {
    person.ready = [...person.ready, connection];
  }

  /** Forgets the connection, and with the last one its person. May be called twice. */
  remove(connection: Connection): void {
    const person = this.people.get(connection.actor.id);
    if (!person?.connections.delete(connection)) return;
    person.ready = person.ready.filter((other) => other !== connection);
    if (person.connections.size > 0) return;
    this.people.delete(person.id);
    this.#unsubscribe(person.subscribed);
    for (const room of person.rooms) this.#part(room, person);
    person.rooms.clear();
  }

  /**
   * Brings a person's conversations in line with what storage said, but for `changes` that came in meanwhile. Resolves
   * once the broker carries the new ones.
   */
  async reconcile(
    person: Person,
    memberships: readonly Membership[],
    changes: ReadonlyMap<string, boolean>,
  ): Promise<void> {
    if (this.people.get(person.id) !== person) return;
    const isMember = new Set<string>();
    for (const { conversationId, kind, lastSeq } of memberships) {
      if (changes.get(conversationId) === false) continue;
      isMember.add(conversationId);
      const room = this.rooms.get(conversationId) ?? this.#open(conversationId, kind, lastSeq);
      this.#enter(room, person);
      room.observeHead(lastSeq);
    }
    for (const room of [...person.rooms]) {
      if (!isMember.has(room.id) && changes.get(room.id) !== true) this.#dismissPerson(room, person);
    }
    await Promise.all([...person.rooms].map((room) => room.subscribed));
  }

  /** The room of a conversation that gained its first member here with the fact `firstSeq`. */
  openFor(conversationId: string, kind: ConversationKind, firstSeq: number, joined: readonly string[]): Room | null {
    if (!joined.some((userId) => this.people.has(userId))) return null;
    return this.#open(conversationId, kind, firstSeq - 1);
  }

  isDirty(room: Room): void {
    this.#parts.onDirty(room);
  }

  isBehind(room: Room): void {
    this.#parts.onBehind(room);
  }

  admit(room: Room, userIds: readonly string[]): void {
    for (const userId of userIds) {
      const person = this.people.get(userId);
      if (!person) continue;
      person.noteChange(room.id, true);
      this.#enter(room, person);
    }
  }

  dismiss(room: Room, userIds: readonly string[]): void {
    for (const userId of userIds) {
      const person = this.people.get(userId);
      if (!person) continue;
      person.noteChange(room.id, false);
      this.#dismissPerson(room, person);
    }
  }

  /** Lets go of a room that nobody here is in. */
  closeIfEmpty(room: Room): void {
    if (room.people.size > 0 || this.rooms.get(room.id) !== room) return;
    this.rooms.delete(room.id);
    this.#unsubscribe(room.subscribed);
  }

  #open(conversationId: string, kind: ConversationKind, lastSeq: number): Room {
    const room = new Room(conversationId, kind, lastSeq, this);
    room.subscribed = this.#subscribe(
      `c:${conversationId}`,
      (payload) => this.#parts.onRoomPayload(conversationId, payload),
    );
    this.rooms.set(conversationId, room);
    return room;
  }

  #enter(room: Room, person: Person): void {
    room.people.add(person);
    person.rooms.add(room);
  }

  #part(room: Room, person: Person): void {
    room.people.delete(person);
    this.closeIfEmpty(room);
  }

  #dismissPerson(room: Room, person: Person): void {
    if (!person.rooms.delete(room)) return;
    this.#part(room, person);
    const notice = new Bundle([JSON.stringify({ type: "conversation_removed", conversation_id: room.id })]);
    for (const connection of person.ready) {
      connection.replay?.drop(room.id);
      connection.push(notice);
    }
  }

  /** Never rejects: without the broker, heads and re-checks find what it would have brought. */
  #subscribe(topic: string, onPayload: (payload: string) => void): Promise<Unsubscribe> {
    return this.#parts.broker.subscribe(topic, onPayload).catch((error) => {
      log.warn("Cannot subscribe to {topic}", { topic, error });
      return () => {};
    });
  }

  #unsubscribe(subscribed: Promise<Unsubscribe>): void {
    void subscribed.then((unsubscribe) => unsubscribe());
  }
}
