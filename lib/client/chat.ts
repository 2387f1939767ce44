import { batch, signal } from "@preact/signals";
import type { Clock } from "@/lib/clock.ts";
import type { FactFrame, MessageFrame } from "@/lib/protocol/frames.ts";
import type {
  AttachmentJson,
  Beyond,
  ConversationDetailsJson,
  ConversationJson,
  MessageJson,
  QuoteJson,
  TimelinePageJson,
} from "@/lib/protocol/messages.ts";
import type { Api } from "./api.ts";
import { Connection, type Probe } from "./connection.ts";
import { ConversationLoader } from "./conversation_loader.ts";
import { Conversations } from "./conversations.ts";
import { Cursors } from "./cursors.ts";
import { Drafts, type TextStorage } from "./drafts.ts";
import * as endpoints from "./endpoints.ts";
import type { OpenLink } from "./link.ts";
import { Marking, type MarkKind } from "./marking.ts";
import { messageOfFact } from "./message_facts.ts";
import { Outbox } from "./outbox.ts";
import type { OutboxStorage } from "./outbox_item.ts";
import { People } from "./people.ts";
import { receiveFrames } from "./receive.ts";
import { Room } from "./room.ts";
import { Rooms } from "./rooms.ts";
import type { PageWindow } from "./timeline.ts";
import { Transmitter } from "./transmitter.ts";
import { Typing } from "./typing.ts";

/** What the server rendered the page from. */
export interface ChatBoot {
  readonly me: string;
  readonly conversations: readonly ConversationJson[];
  /** What of my conversations is not among them: it is loaded as the chat begins. */
  readonly beyond: Beyond | null;
  /** The conversation that stands open. */
  readonly open: OpenBoot | null;
}

export interface OpenBoot {
  readonly details: ConversationDetailsJson;
  readonly page: TimelinePageJson;
  readonly window: PageWindow;
  /** A message to show lit. */
  readonly at: number | null;
  /** How far it had been read. */
  readonly unreadAfter: number;
}

/** What the outside gives: the browser, or a test. */
export interface ChatPorts {
  readonly clock: Clock;
  readonly random: () => number;
  newId(): string;
  readonly api: Api;
  readonly openSocket: OpenLink;
  readonly openFallback: (cursors: () => ReadonlyMap<string, number>) => OpenLink;
  probe(): Promise<Probe>;
  readonly outbox: OutboxStorage;
  readonly drafts: TextStorage | null;
}

export type MessageListener = (message: MessageJson, conversation: ConversationJson) => void;

/** A signed-in person's chat: everything that is known, and the one connection that keeps it true. */
export class Chat {
  readonly me: string;
  readonly api: Api;
  readonly conversations: Conversations;
  readonly people = new People();
  readonly typing: Typing;
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly connection: Connection;
  readonly cursors: Cursors;
  readonly rooms: Rooms;
  readonly loader: ConversationLoader;
  /** The conversation that stands open. */
  readonly currentId = signal<string | null>(null);
  /** Hear every new message of others that comes live. */
  readonly listeners = new Set<MessageListener>();

  readonly #marking: Marking;
  readonly #transmitter: Transmitter;
  #idle = false;
  #hasBeenUp = false;

  constructor(boot: ChatBoot, ports: ChatPorts) {
    this.me = boot.me;
    this.api = ports.api;
    this.typing = new Typing(ports.clock);
    this.drafts = new Drafts(ports.drafts, boot.me);
    this.#marking = new Marking(ports.clock, (kind, id, seq) => this.#tellMark(kind, id, seq));
    this.conversations = new Conversations({
      clock: ports.clock,
      me: boot.me,
      refetch: (id) => this.loader.refetch(id),
    });
    this.cursors = new Cursors({
      clock: ports.clock,
      deliver: (id, facts) => this.#deliver(id, facts),
      fill: (id, cursor) => this.connection.resume(new Map([[id, cursor]])),
      unknown: (id) => this.loader.heardOf(id),
    });
    this.outbox = new Outbox({
      clock: ports.clock,
      storage: ports.outbox,
      newId: ports.newId,
      transmit: (item) => this.#transmitter.transmit(item),
    });
    this.connection = new Connection({
      clock: ports.clock,
      random: ports.random,
      openSocket: ports.openSocket,
      openFallback: ports.openFallback(() => this.cursors.all()),
      probe: ports.probe,
      cursors: () => this.cursors.all(),
      onFrames: (frames) => batch(() => receiveFrames(this, frames)),
      onLive: () => this.#up(),
      onDown: () => {
        this.outbox.down();
        this.cursors.pause();
      },
    });
    this.#transmitter = new Transmitter(this);
    this.rooms = new Rooms((id) => this.#makeRoom(id));
    this.loader = new ConversationLoader({
      clock: ports.clock,
      api: ports.api,
      conversations: this.conversations,
      cursors: this.cursors,
      marking: this.#marking,
      people: this.people,
      rooms: this.rooms,
    });
    this.#boot(boot);
  }

  /** Begins to live: what was kept from an earlier page comes back, and the connection opens. */
  start(): void {
    this.drafts.restore();
    void this.outbox.adopt().catch(() => {});
    this.connection.start();
    if (this.conversations.beyond) void this.loader.reread();
  }

  stop(): void {
    this.loader.stop();
    this.connection.stop();
  }

  /** Makes a conversation the open one; what is known of it is there at once, the rest comes. */
  open(conversationId: string): Room {
    const room = this.rooms.open(conversationId);
    const row = this.conversations.get(conversationId);
    if (!row) void this.loader.discover(conversationId);
    if (this.currentId.value !== conversationId) {
      room.unreadAfter.value = row && row.unread > 0 ? row.last_read_seq : null;
      room.unreadCount = row?.unread ?? 0;
      this.currentId.value = conversationId;
    }
    void room.load(firstWindow(row));
    void room.refresh();
    return room;
  }

  close(): void {
    this.currentId.value = null;
  }

  async send(
    conversationId: string,
    content: string,
    replyTo: QuoteJson | null = null,
    files: readonly AttachmentJson[] = [],
  ): Promise<void> {
    const row = this.conversations.get(conversationId);
    if (!row) return;
    this.typing.rest();
    await this.outbox.add({
      conversationId,
      target: row.kind === "direct" ? { kind: "direct", to: row.peer?.id ?? this.me } : { kind: "group" },
      content,
      messageType: "text",
      replyTo,
      attachments: files.map((file) => file.id),
      ...files.length > 0 ? { files } : {},
    });
  }

  /** I have seen everything up to `seq`. My own messages need no saying so. */
  read(conversationId: string, seq: number): void {
    const row = this.conversations.get(conversationId);
    if (!row || seq <= row.last_read_seq) return;
    const isNews = (message: MessageJson) =>
      message.seq > row.last_read_seq && message.seq <= seq && message.sender_id !== this.me;
    if (row.unread === 0 && !this.rooms.find(conversationId)?.timeline.messages.some(isNews)) return;
    this.conversations.markRead(conversationId, seq);
    this.#marking.mark("read", conversationId, seq);
  }

  delivered(conversationId: string, seq: number): void {
    this.#marking.mark("delivered", conversationId, seq);
  }

  /** A key was pressed in a composer. */
  type(conversationId: string): void {
    const row = this.conversations.get(conversationId);
    if (!row || !this.connection.isLive || !this.typing.mayTell(conversationId)) return;
    this.connection.send(
      row.kind === "group"
        ? { type: "typing", to: null, groupId: conversationId }
        : { type: "typing", to: row.peer?.id ?? this.me, groupId: null },
    );
  }

  /** Whether this page is being used: people whose pages are all idle are shown as away. */
  setIdle(idle: boolean): void {
    if (this.#idle === idle) return;
    this.#idle = idle;
    this.connection.send({ type: "user_status", idle });
  }

  #boot(boot: ChatBoot): void {
    this.conversations.load(boot.conversations, boot.beyond);
    this.people.learn(boot.conversations.flatMap((row) => row.peer ?? []));
    const opened = boot.open;
    for (const row of boot.conversations) {
      // The page may have been read a moment before the list: start from the earlier, both drop what they have.
      const asOf = row.id === opened?.details.id ? opened.page.as_of : row.last_seq;
      this.loader.begin(row, Math.min(row.last_seq, asOf));
    }
    if (!opened) return;
    this.loader.learn(opened.details);
    this.cursors.start(opened.details.id, opened.page.as_of);
    const room = this.rooms.open(opened.details.id);
    room.seed(opened.details, opened.page, opened.window);
    room.unreadAfter.value = opened.details.unread > 0 ? opened.unreadAfter : null;
    room.unreadCount = opened.details.unread;
    room.lit.value = opened.at;
    this.currentId.value = opened.details.id;
  }

  #makeRoom(id: string): Room {
    return new Room(id, this.cursors.all().get(id) ?? this.conversations.get(id)?.last_seq ?? 0, {
      me: this.me,
      people: this.people,
      page: (conversationId, window) => endpoints.timelinePage(this.api, conversationId, window),
      details: (conversationId) => endpoints.conversationDetails(this.api, conversationId),
    });
  }

  #deliver(conversationId: string, facts: readonly FactFrame[]): void {
    batch(() => {
      this.conversations.apply(conversationId, facts);
      this.rooms.find(conversationId)?.apply(facts);
      for (const fact of facts) {
        if (fact.type === "private" || fact.type === "group") this.#received(fact);
      }
    });
  }

  #received(fact: MessageFrame): void {
    if (fact.from === this.me) return this.outbox.settle(fact.client_id);
    this.people.learnName(fact.from, fact.from_name);
    this.typing.sent(fact.conversation_id, fact.from);
    this.delivered(fact.conversation_id, fact.seq);
    const message = messageOfFact(fact);
    const row = this.conversations.get(fact.conversation_id);
    if (message && row) { for (const listener of this.listeners) listener(message, row); }
  }

  /** Facts come by themselves; receipts, presence and what else is only a state are read again. */
  #up(): void {
    this.outbox.up();
    this.rooms.doubt();
    void this.rooms.find(this.currentId.value ?? "")?.refresh();
    if (this.#hasBeenUp) void this.loader.reread();
    this.#hasBeenUp = true;
    void this.outbox.adopt().catch(() => {});
    this.#marking.flush();
    if (this.#idle) this.connection.send({ type: "user_status", idle: true });
  }

  #tellMark(kind: MarkKind, conversationId: string, seq: number): boolean {
    const mark = { conversationId, seq };
    if (this.connection.kind !== "requests") {
      return this.connection.send(kind === "read" ? { type: "read", ...mark } : { type: "delivered", ...mark });
    }
    if (kind === "read") void endpoints.markRead(this.api, conversationId, seq).catch(() => {});
    return true;
  }
}

/** With more than this unread the newest page would not reach the first of them. */
const UNREAD_IN_PAGE = 30;

/** Where a conversation opens: at the newest, or around the first unread when that is far up. */
export function firstWindow(row: ConversationJson | undefined): PageWindow {
  return row && row.unread > UNREAD_IN_PAGE ? { kind: "around", seq: row.last_read_seq + 1 } : { kind: "latest" };
}
