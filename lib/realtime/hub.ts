import type { Broker } from "@/lib/broker/broker.ts";
import type { Announcer, CommittedFacts, ControlEvent } from "@/lib/chat/ports.ts";
import type { Clock } from "@/lib/clock.ts";
import { newId } from "@/lib/ids.ts";
import { logger } from "@/lib/log.ts";
import { CLOSE, type Close } from "@/lib/protocol/close_codes.ts";
import type { StateFrame } from "@/lib/protocol/frames.ts";
import type { Limits } from "@/lib/protocol/limits.ts";
import { Batched } from "./batched.ts";
import { Beats } from "./beats.ts";
import { Bundle, bundlesOf } from "./bundle.ts";
import type { Connection, ConnectionHost } from "./connection.ts";
import { Delivery } from "./delivery.ts";
import { Gaps } from "./gaps.ts";
import type { Person } from "./person.ts";
import type { LiveMeter, LiveReaders, Membership } from "./ports.ts";
import type { PresenceRegistry } from "./presence.ts";
import { Resumer } from "./resume.ts";
import { Roster } from "./roster.ts";
import { type Release, Slots } from "./slots.ts";
import { TokenBucket } from "./token_bucket.ts";
import { Turns } from "./turns.ts";
import { encodeControl, encodeFacts, encodeState, itemsOf } from "./wire.ts";

export interface HubParts {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly readers: LiveReaders;
  readonly presence: PresenceRegistry;
  readonly meter?: LiveMeter;
  /** Calls back in the next turn of the event loop; tests pass their own. */
  readonly nextTurn?: (call: () => void) => void;
  /** Milliseconds, for measuring how long sending takes. */
  readonly workClock?: () => number;
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
/** People whose conversations are read in one statement. */
const MEMBERSHIPS_AT_ONCE = 100;

/**
 * The ordering point between what is committed and the connections of this instance. Local facts enter straight after
 * commit, others by the broker; each conversation hands them on in order of seq, each once, gathered per socket and turn.
 */
export class Hub implements Announcer, ConnectionHost {
  readonly #parts: HubParts;
  readonly #origin = newId();
  readonly #connections = new Set<Connection>();
  readonly #slots: Slots;
  readonly #turns: Turns;
  readonly #roster: Roster;
  readonly #delivery: Delivery;
  readonly #gaps: Gaps;
  readonly #beats: Beats;
  readonly #resumer: Resumer;
  readonly #memberships: Batched<readonly Membership[]>;
  readonly #stopHearing: Promise<() => void>;
  #isDraining = false;

  constructor(parts: HubParts) {
    this.#parts = parts;
    const { broker, clock, limits, readers, presence, meter } = parts;
    this.#slots = new Slots(limits);
    this.#memberships = new Batched((userIds) => readers.memberships(userIds), { most: MEMBERSHIPS_AT_ONCE });
    this.#turns = new Turns({
      clock,
      nextTurn: parts.nextTurn ?? ((call) => void setImmediate(call)),
      workClock: parts.workClock ?? (() => performance.now()),
      onSlow: (connection) => connection.close(CLOSE.slow),
      onBroken: (connection, error) => this.#broke(connection, error),
    });
    this.#gaps = new Gaps({ clock, limits, readers, meter, onJump: (room) => void this.#refreshAll(room.people) });
    this.#roster = new Roster({
      broker,
      newBucket: () => new TokenBucket(limits.framesPerSecond, limits.frameBurst, clock.now()),
      onRoomPayload: (conversationId, payload) => this.#delivery.hear(payload, { conversationId }),
      onPersonPayload: (userId, payload) => this.#delivery.hear(payload, { userId }),
      onDirty: (room) => this.#turns.addRoom(room),
      onBehind: (room) => this.#gaps.watch(room),
    });
    this.#delivery = new Delivery(this.#origin, this.#roster, presence);
    this.#beats = new Beats({ broker, clock, limits, readers, roster: this.#roster });
    this.#resumer = new Resumer({
      clock,
      limits,
      readers,
      meter,
      refresh: (person) => this.#refresh(person),
      onSlow: (connection) => connection.close(CLOSE.slow),
    });
    this.#stopHearing = broker.subscribe("all", (payload) => this.#delivery.hear(payload, {})).catch((error) => {
      log.error("Cannot hear other instances", { error });
      return () => {};
    });
    presence.onTell((userIds, frame) => {
      const bundle = new Bundle([JSON.stringify(frame)]);
      for (const userId of userIds) this.#tellState(userId, bundle, true, presence.connectionsElsewhere(userId) > 0);
    });
  }

  facts(committed: CommittedFacts): void {
    const items = itemsOf(committed);
    this.#delivery.accept(committed.conversationId, committed.kind, items);
    const payload = encodeFacts(this.#origin, committed, items);
    this.#parts.broker.publish(`c:${committed.conversationId}`, payload);
    // Their instances may not listen to the conversation yet.
    for (const userId of committed.joined ?? []) this.#parts.broker.publish(`u:${userId}`, payload);
  }

  conversationState(conversationId: string, frame: StateFrame, exceptUserId?: string): void {
    const text = JSON.stringify(frame);
    const lossy = LOSSY.has(frame.type);
    this.#delivery.tellRoom(conversationId, text, lossy, exceptUserId);
    this.#parts.broker.publish(`c:${conversationId}`, encodeState(this.#origin, text, lossy, exceptUserId));
  }

  userState(userId: string, frame: StateFrame): void {
    this.#tellState(userId, new Bundle([JSON.stringify(frame)]), LOSSY.has(frame.type), true);
  }

  control(event: ControlEvent): void {
    this.#delivery.obey(event);
    this.#parts.broker.publish("all", encodeControl(this.#origin, event));
  }

  counts(): HubCounts {
    return {
      connections: this.#connections.size,
      people: this.#roster.people.size,
      conversations: this.#roster.rooms.size,
    };
  }

  /** Everyone who is here on any instance and not invisible. The caller decides who may see it. */
  listOnline(): string[] {
    return this.#parts.presence.listOnline();
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** A place for one more connection, or `draining` or `too_many_sockets`. Give it back when the connection has gone. */
  reserve(userId: string, address: string): Release {
    return this.#slots.take(userId, address, this.#parts.presence.connectionsElsewhere(userId));
  }

  onPush(connection: Connection): void {
    this.#turns.addConnection(connection);
  }

  /** Nothing is done for it any more, even if its socket never ends. */
  onClose(connection: Connection, close: Close): void {
    this.#parts.meter?.recordClose(close.code);
    this.#detach(connection);
  }

  /** Hands over what waits for this connection, an explanation perhaps, and closes it. */
  end(connection: Connection, close: Close): void {
    connection.flush(this.#parts.clock.now());
    connection.close(close);
  }

  /** Counts the connection. It gets nothing before `welcome`. */
  enter(connection: Connection): Person {
    this.#connections.add(connection);
    return this.#roster.add(connection);
  }

  /**
   * Reads the person's conversations, subscribes, and welcomes: facts committed after this resolves will be heard. Rejects
   * when storage cannot be asked.
   */
  async welcome(connection: Connection, person: Person): Promise<void> {
    await person.subscribed;
    await this.#refresh(person);
    if (!connection.isOpen) return;
    connection.send(this.#welcomeFrame(connection));
    this.#roster.makeReady(person, connection);
    this.#parts.presence.connected(connection.actor.id, connection.id);
  }

  /** Tells a connection who is here, of those its person may see. A state: it may fail. */
  async greet(connection: Connection): Promise<void> {
    try {
      const frames = await this.#parts.presence.greet(connection.actor.id);
      for (const bundle of bundlesOf(frames.map((frame) => JSON.stringify(frame)))) connection.push(bundle);
    } catch (error) {
      log.warn("Cannot read presence for a new connection", { error });
    }
  }

  /** The connection has gone. May be called more than once. */
  disconnect(connection: Connection): void {
    if (!this.#connections.delete(connection)) return;
    connection.end();
    this.#detach(connection);
  }

  /** Whether the page behind this connection is being used. */
  setIdle(connection: Connection, isIdle: boolean): void {
    this.#parts.presence.setIdle(connection.actor.id, connection.id, isIdle);
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
    for (const connection of [...this.#connections]) connection.close(CLOSE.draining);
    const endsAtMs = clock.now() + limits.drainMs;
    while (this.#connections.size > 0 && clock.now() < endsAtMs) {
      await new Promise<void>((resolve) => clock.after(DRAIN_LOOK_MS, resolve));
    }
  }

  /** Drops what is left and stops every timer. */
  async close(): Promise<void> {
    this.#isDraining = true;
    for (const connection of [...this.#connections]) {
      connection.close(CLOSE.draining);
      this.disconnect(connection);
    }
    this.#beats.close();
    this.#gaps.close();
    this.#turns.close();
    (await this.#stopHearing)();
  }

  #detach(connection: Connection): void {
    this.#turns.forget(connection);
    this.#roster.remove(connection);
    this.#parts.presence.disconnected(connection.actor.id, connection.id);
  }

  #broke(connection: Connection, error: unknown): void {
    log.warn("A connection broke", { connection: connection.id, error });
    this.#parts.meter?.recordError("socket");
    connection.close(CLOSE.internal);
  }

  #welcomeFrame({ actor }: Connection): StateFrame {
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
    const memberships = await this.#memberships.get(person.id).finally(endWatch) ?? [];
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

  #tellState(userId: string, bundle: Bundle, lossy: boolean, everywhere: boolean): void {
    this.#delivery.tellPerson(userId, bundle, lossy);
    if (everywhere) this.#parts.broker.publish(`u:${userId}`, encodeState(this.#origin, bundle.joined, lossy));
  }
}
