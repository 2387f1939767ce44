import type { Unsubscribe } from "@/lib/broker/broker.ts";
import type { ConversationKind } from "@/lib/protocol/messages.ts";
import { type Bundle, bundlesOf } from "./bundle.ts";
import type { Connection } from "./connection.ts";
import type { Person } from "./person.ts";

/** One numbered fact on its way to the members of this instance. */
export interface Item {
  readonly seq: number;
  /** The frame, encoded. */
  readonly text: string;
  /** Who is a member from this fact on. */
  readonly joined: readonly string[];
  /** Who gets this fact and then nothing more. */
  readonly left: readonly string[];
}

/** One frame waiting for the turn. `seq` is 0 for states, and what a reload jumps to. */
export interface Entry {
  readonly seq: number;
  readonly text: string;
  /** May be left out for readers who are behind: typing. */
  readonly lossy: boolean;
  readonly exceptUserId: string | undefined;
}

/** What a room asks of the hub. */
export interface RoomKeeper {
  /** Facts or states wait: `distribute` this turn. */
  isDirty(room: Room): void;
  admit(room: Room, userIds: readonly string[]): void;
  dismiss(room: Room, userIds: readonly string[]): void;
  /** Something between what was handed out and `knownHead` is missing. */
  isBehind(room: Room): void;
}

/** Facts held early beyond this are let go: they are read from storage with the gap. */
const MOST_EARLY = 1_000;

/** A conversation with members connected here: hands its facts on in order of seq, each once. */
export class Room {
  readonly id: string;
  readonly kind: ConversationKind;
  readonly people = new Set<Person>();
  /** Resolves once the broker carries this conversation's events here. */
  subscribed: Promise<Unsubscribe> = Promise.resolve(() => {});
  readonly #keeper: RoomKeeper;
  #lastSeq: number;
  #knownHead: number;
  /** The head last told to those who follow. */
  toldHead: number;
  readonly #early = new Map<number, Item>();
  #out: Entry[] = [];

  constructor(id: string, kind: ConversationKind, lastSeq: number, keeper: RoomKeeper) {
    this.id = id;
    this.kind = kind;
    this.#lastSeq = lastSeq;
    this.#knownHead = lastSeq;
    this.toldHead = lastSeq;
    this.#keeper = keeper;
  }

  /** The seq last handed out. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The highest seq that is known to be committed. */
  get knownHead(): number {
    return this.#knownHead;
  }

  get isBehind(): boolean {
    return this.#lastSeq < this.#knownHead;
  }

  /** Hands on what is next, drops what was handed on before, holds what came early. */
  accept(items: Iterable<Item>): void {
    for (const item of items) {
      if (item.seq === this.#lastSeq + 1) this.#hand(item);
      else if (item.seq > this.#lastSeq) this.#hold(item);
    }
    this.#handEarly();
    if (this.isBehind) this.#keeper.isBehind(this);
  }

  /** Storage says that facts up to `seq` are committed. */
  observeHead(seq: number): void {
    if (seq <= this.#knownHead) return;
    this.#knownHead = seq;
    if (this.isBehind) this.#keeper.isBehind(this);
  }

  /** Too much is missing to be handed on: clients are told to reload, and order begins anew after `seq`. */
  jump(seq: number): void {
    this.#lastSeq = Math.max(this.#lastSeq, seq);
    this.#knownHead = Math.max(this.#knownHead, seq);
    for (const early of this.#early.keys()) if (early <= this.#lastSeq) this.#early.delete(early);
    const text = JSON.stringify({ type: "reload", conversation_id: this.id, seq: this.#lastSeq });
    this.#put({ seq: this.#lastSeq, text, lossy: false, exceptUserId: undefined });
    this.#handEarly();
  }

  /** What was announced is not in storage: order goes on from what was handed out. */
  giveUp(): void {
    this.#knownHead = this.#lastSeq;
    this.#early.clear();
  }

  /** A state for everyone here but `exceptUserId`. */
  say(text: string, lossy = false, exceptUserId?: string): void {
    this.#put({ seq: 0, text, lossy, exceptUserId });
  }

  /** Gives what waits to every connection here, encoded once for all who get the same; those to be flushed join `touched`. */
  distribute(touched: Connection[]): void {
    const entries = this.#out;
    if (entries.length === 0) return;
    this.#out = [];
    const bundles = bundlesOf(entries.map((entry) => entry.text));
    const isPlain = entries.every((entry) => !entry.lossy && entry.exceptUserId === undefined);
    const views = isPlain ? null : new Views(entries);
    for (const person of this.people) {
      for (const connection of person.ready) {
        if (connection.replay?.holds(this.id)) connection.replay.keep(this.id, entries);
        else {
          const mine = views ? views.of(person.id, connection.isBusy) ?? bundles : bundles;
          for (const bundle of mine) if (connection.hold(bundle)) touched.push(connection);
        }
      }
    }
  }

  #hand(item: Item): void {
    this.#lastSeq = item.seq;
    if (item.seq > this.#knownHead) this.#knownHead = item.seq;
    if (item.joined.length > 0) this.#keeper.admit(this, item.joined);
    this.#put({ seq: item.seq, text: item.text, lossy: false, exceptUserId: undefined });
    if (item.left.length === 0) return;
    const touched: Connection[] = [];
    this.distribute(touched);
    for (const connection of touched) connection.askForTurn();
    this.#keeper.dismiss(this, item.left);
  }

  #hold(item: Item): void {
    if (item.seq > this.#knownHead) this.#knownHead = item.seq;
    if (this.#early.size < MOST_EARLY) this.#early.set(item.seq, item);
  }

  #handEarly(): void {
    while (this.#early.size > 0) {
      const next = this.#early.get(this.#lastSeq + 1);
      if (!next) break;
      this.#early.delete(next.seq);
      this.#hand(next);
    }
    // A gap that was read may have passed some of them.
    for (const seq of this.#early.keys()) if (seq <= this.#lastSeq) this.#early.delete(seq);
  }

  #put(entry: Entry): void {
    if (this.#out.push(entry) === 1) this.#keeper.isDirty(this);
  }
}

/** What differs between readers of one turn: who is left out of a state, who is too far behind for typing. */
class Views {
  readonly #entries: readonly Entry[];
  readonly #excepted: ReadonlySet<string>;
  #durable: readonly Bundle[] | undefined;

  constructor(entries: readonly Entry[]) {
    this.#entries = entries;
    this.#excepted = new Set(entries.flatMap((entry) => entry.exceptUserId ?? []));
  }

  /** Null: everything. */
  of(userId: string, isBusy: boolean): readonly Bundle[] | null {
    if (this.#excepted.has(userId)) {
      return this.#bundles((entry) => entry.exceptUserId !== userId && !(isBusy && entry.lossy));
    }
    if (!isBusy) return null;
    this.#durable ??= this.#bundles((entry) => !entry.lossy);
    return this.#durable;
  }

  #bundles(wanted: (entry: Entry) => boolean): Bundle[] {
    return bundlesOf(this.#entries.filter(wanted).map((entry) => entry.text));
  }
}
