import type { Broker } from "@/lib/broker/broker.ts";
import type { Announcer, CommittedFacts, ControlEvent } from "@/lib/chat/ports.ts";
import type { Clock } from "@/lib/clock.ts";
import { newId } from "@/lib/ids.ts";
import { logger } from "@/lib/log.ts";
import { CLOSE, type Close } from "@/lib/protocol/close_codes.ts";
import type { StateFrame } from "@/lib/protocol/frames.ts";
import type { ConversationKind } from "@/lib/protocol/messages.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import { Beats } from "./beats.ts";
import { Bundle } from "./bundle.ts";
import type { Connection } from "./connection.ts";
import { Gaps } from "./gaps.ts";
import type { Person } from "./person.ts";
import type { LiveMeter, LiveReaders, Membership } from "./ports.ts";
import type { PresenceRegistry } from "./presence.ts";
import { Resumer } from "./resume.ts";
import type { Item } from "./room.ts";
import { Roster } from "./roster.ts";
import { type Release, Slots } from "./slots.ts";
import { TokenBucket } from "./token_bucket.ts";
import { Turns } from "./turns.ts";
import { decodeCarried, encodeControl, encodeFacts, encodeState, itemsOf } from "./wire.ts";

export interface HubParts {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly readers: LiveReaders;
  readonly presence: PresenceRegistry;
  readonly meter?: LiveMeter;
  /** Calls back in the next turn of the event loop; tests pass their own. */
  readonly nextTurn?: (call: () => void) => void;
}

export interface HubCounts {
  readonly connections: number;
  readonly people: number;
  readonly conversations: number;
}

const log = logger("hub");
/** States that a reader who is behind goes without. */
const LOSSY = new Set(["typing", "user_status"]);
const DRAIN_LOOK_MS = 20;

/**
 * The ordering point between what is committed and the connections of this instance. Local facts enter straight after
 * commit, others by the broker; each conversation hands them on in order of seq, each once, one frame per socket and turn.
 */
export class Hub implements Announcer {
  readonly #parts: HubParts;
  readonly #origin = newId();
  readonly #connections = new Set<Connection>();
  readonly #slots: Slots;
  readonly #turns: Turns;
  readonly #roster: Roster;
  readonly #gaps: Gaps;
  readonly #beats: Beats;
  readonly #resumer: Resumer;
  readonly #stopHearing: Promise<() => void>;
  #isDraining = false;

  constructor(parts: HubParts) {
    this.#parts = parts;
    const { broker, clock, limits, readers, presence, meter } = parts;
    this.#slots = new Slots(limits);
    this.#turns = new Turns({
      clock,
      nextTurn: parts.nextTurn ?? ((call) => void setImmediate(call)),
      workClock: () => performance.now(),
      onSlow: (connection) => this.#close(connection, CLOSE.slow),
    });
    this.#gaps = new Gaps({ clock, limits, readers, meter, onJump: (room) => void this.#refreshAll(room.people) });
    this.#roster = new Roster({
      broker,
      newBucket: () => new TokenBucket(limits.framesPerSecond, limits.frameBurst, clock.now()),
      onRoomPayload: (conversationId, payload) => this.#heard(payload, { conversationId }),
      onPersonPayload: (userId, payload) => this.#heard(payload, { userId }),
      onDirty: (room) => this.#turns.addRoom(room),
      onBehind: (room) => this.#gaps.watch(room),
    });
    this.#beats = new Beats({ broker, clock, limits, readers, roster: this.#roster });
    this.#resumer = new Resumer({
      clock,
      limits,
      readers,
      meter,
      refresh: (person) => this.#refresh(person),
      onSlow: (connection) => this.#close(connection, CLOSE.slow),
    });
    this.#stopHearing = broker.subscribe("all", (payload) => this.#heard(payload, {})).catch((error) => {
      log.error("Cannot hear other instances", { error });
      return () => {};
    });
    presence.onTell((userIds, frame) => {
      for (const userId of userIds) this.userState(userId, frame);
    });
  }

  facts(committed: CommittedFacts): void {
    const items = itemsOf(committed);
    this.#accept(committed.conversationId, committed.kind, items);
    const payload = encodeFacts(this.#origin, committed, items);
    this.#parts.broker.publish(`c:${committed.conversationId}`, payload);
    // Their instances may not listen to the conversation yet.
    for (const userId of committed.joined ?? []) this.#parts.broker.publish(`u:${userId}`, payload);
  }

  conversationState(conversationId: string, frame: StateFrame, exceptUserId?: string): void {
    const text = JSON.stringify(frame);
    const lossy = LOSSY.has(frame.type);
    this.#roster.rooms.get(conversationId)?.say(text, lossy, exceptUserId);
    this.#parts.broker.publish(`c:${conversationId}`, encodeState(this.#origin, text, lossy, exceptUserId));
  }

  userState(userId: string, frame: StateFrame): void {
    const text = JSON.stringify(frame);
    const lossy = LOSSY.has(frame.type);
    this.#tellPerson(userId, text, lossy);
    this.#parts.broker.publish(`u:${userId}`, encodeState(this.#origin, text, lossy));
  }

  control(event: ControlEvent): void {
    this.#obey(event);
    this.#parts.broker.publish("all", encodeControl(this.#origin, event));
  }

  counts(): HubCounts {
    return {
      connections: this.#connections.size,
      people: this.#roster.people.size,
      conversations: this.#roster.rooms.size,
    };
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** A place for one more connection, or `draining` or `too_many_sockets`. Give it back when the connection has gone. */
  reserve(userId: string, address: string): Release {
    return this.#slots.take(userId, address, this.#parts.presence.connectionsElsewhere(userId));
  }

  /** Makes what is pushed to a connection leave with this turn. */
  readonly onPush = (connection: Connection): void => this.#turns.addConnection(connection);

  /**
   * Reads the person's conversations, subscribes, and welcomes: facts committed after this resolves will be heard. Rejects
   * when storage cannot be asked.
   */
  async connect(connection: Connection): Promise<Person> {
    this.#connections.add(connection);
    const person = this.#roster.add(connection);
    await person.subscribed;
    await this.#refresh(person);
    if (!connection.isOpen) return person;
    connection.send(this.#welcome(connection));
    this.#roster.makeReady(person, connection);
    this.#parts.presence.connected(connection.actor.id, connection.id);
    return person;
  }

  /** The connection has gone. May be called more than once. */
  disconnect(connection: Connection): void {
    if (!this.#connections.delete(connection)) return;
    connection.end();
    this.#turns.forget(connection);
    this.#roster.remove(connection);
    this.#parts.presence.disconnected(connection.actor.id, connection.id);
  }

  resume(connection: Connection, person: Person, cursors: ReadonlyMap<string, number>): Promise<void> {
    return this.#resumer.resume(connection, person, cursors);
  }

  /** Refuses new connections, tells and closes those that are, and resolves when they have gone or `drainMs` is over. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    const { clock, limits } = this.#parts;
    for (const connection of this.#connections) {
      connection.send({ type: "draining", retry_after_ms: limits.drainRetryMs });
    }
    this.#turns.run();
    for (const connection of [...this.#connections]) this.#close(connection, CLOSE.draining);
    const endsAtMs = clock.now() + limits.drainMs;
    while (this.#connections.size > 0 && clock.now() < endsAtMs) {
      await new Promise<void>((resolve) => clock.after(DRAIN_LOOK_MS, resolve));
    }
  }

  /** Drops what is left and stops every timer. */
  async close(): Promise<void> {
    this.#isDraining = true;
    for (const connection of [...this.#connections]) {
      this.#close(connection, CLOSE.draining);
      this.disconnect(connection);
    }
    this.#beats.close();
    this.#gaps.close();
    this.#turns.close();
    (await this.#stopHearing)();
  }

  #close(connection: Connection, close: Close): void {
    if (connection.isOpen) this.#parts.meter?.recordClose(close.code);
    connection.close(close);
  }

  #welcome({ actor }: Connection): StateFrame {
    return {
      type: "system",
      content: "Welcome to chat server",
      from: "server",
      to: actor.id,
      session_id: actor.sessionId,
      heartbeat_ms: this.#parts.limits.pingMs,
      server_time: new Date(this.#parts.clock.now()).toISOString(),
    };
  }

  async #refresh(person: Person): Promise<readonly Membership[]> {
    const endWatch = person.watchChanges();
    const reading = this.#parts.readers.memberships([person.id]).finally(endWatch);
    const memberships = (await reading).get(person.id) ?? [];
    await this.#roster.reconcile(person, memberships, endWatch());
    return memberships;
  }

  async #refreshAll(people: Iterable<Person>): Promise<void> {
    try {
      for (const person of [...people]) await this.#refresh(person);
    } catch (error) {
      log.warn("Cannot read memberships; the next beat tries again", { error });
    }
  }

  #accept(conversationId: string, kind: ConversationKind, items: readonly Item[]): void {
    const [first] = items;
    if (!first) return;
    const room = this.#roster.rooms.get(conversationId) ??
      this.#roster.openFor(conversationId, kind, first.seq, first.joined);
    if (!room) return;
    room.accept(items);
    this.#roster.closeIfEmpty(room);
  }

  #tellPerson(userId: string, text: string, lossy: boolean): void {
    const ready = this.#roster.people.get(userId)?.ready ?? [];
    if (ready.length === 0) return;
    const bundle = new Bundle([text]);
    for (const connection of ready) {
      if (!lossy || !connection.isBusy) connection.push(bundle);
    }
  }

  #obey(event: ControlEvent): void {
    const { presence } = this.#parts;
    switch (event.type) {
      case "session_revoked":
        return this.#end(event.userId, (sessionId) => sessionId === event.sessionId, CLOSE.signedOut);
      case "sessions_revoked":
        return this.#end(event.userId, (sessionId) => sessionId !== event.exceptSessionId, CLOSE.signedOut);
      case "user_deactivated":
        return this.#end(event.userId, () => true, CLOSE.deactivated);
      case "user_changed":
        return presence.changed(event.userId);
      case "visibility_changed":
        return presence.visibilityChanged(event.userIds);
    }
  }

  #end(userId: string, which: (sessionId: string) => boolean, close: Close): void {
    for (const connection of [...this.#roster.people.get(userId)?.connections ?? []]) {
      if (which(connection.actor.sessionId)) this.#close(connection, close);
    }
  }

  /** What another instance says. Whatever it is, it never throws: the broker calls this. */
  #heard(payload: string, where: { readonly conversationId?: string; readonly userId?: string }): void {
    try {
      const carried = decodeCarried(this.#origin, payload);
      if (carried?.type === "facts") this.#accept(carried.conversationId, carried.kind, carried.items);
      else if (carried?.type === "control") this.#obey(carried.event);
      else if (carried?.type === "state" && where.userId) this.#tellPerson(where.userId, carried.text, carried.lossy);
      else if (carried?.type === "state" && where.conversationId) {
        this.#roster.rooms.get(where.conversationId)?.say(carried.text, carried.lossy, carried.exceptUserId);
      }
    } catch (error) {
      log.warn("Cannot read what another instance says", { error });
    }
  }
}
