import { Api } from "@/lib/client/api.ts";
import { Chat } from "@/lib/client/chat.ts";
import { listConversations } from "@/lib/client/endpoints.ts";
import type { OutboxItem } from "@/lib/client/outbox_item.ts";
import { openRequestsLink } from "@/lib/client/requests_link.ts";
import { openSocketLink } from "@/lib/client/socket_link.ts";
import { systemClock } from "@/lib/clock.ts";
import { newId } from "@/lib/ids.ts";
import type { FactFrame, ServerFrame } from "@/lib/protocol/frames.ts";
import type { Person } from "./client.ts";
import type { HistoryEntry } from "./history.ts";
import { until } from "./wait.ts";

/** A client made of the browser's own modules, without a browser, that writes down what it sees. */
export class HeadlessClient implements AsyncDisposable {
  readonly chat: Chat;
  readonly #who: string;
  readonly #author: string;
  readonly #history: HistoryEntry[];
  #content: { readonly conversation: string; readonly text: string } | null = null;
  readonly #outbox = new Map<string, OutboxItem>();
  #timers = new Set<() => void>();

  private constructor(person: Person, who: string, url: string, history: HistoryEntry[], chat: ChatBootOf) {
    this.#who = who;
    this.#author = person.id;
    this.#history = history;
    const api = apiOf(person, url);
    this.chat = new Chat({ me: person.id, conversations: chat.conversations, beyond: null, open: null }, {
      clock: {
        now: () => Date.now(),
        after: (ms, call) => this.#keep(systemClock.after(ms, call)),
        every: (ms, call) => this.#keep(systemClock.every(ms, call)),
      },
      random: Math.random,
      newId: () => this.#sent(newId()),
      api,
      openSocket: (events) =>
        openSocketLink(
          socketUrl(url),
          (address, protocols) => new WebSocket(address, [...protocols, `bearer.${person.token}`]),
          { ...events, onFrames: (frames) => (this.#hear(frames), events.onFrames(frames)) },
        ),
      openFallback: (cursors) => (events) => openRequestsLink(api, cursors, events),
      probe: () => api.get("/api/v1/users/profile").then(() => "ok", () => "unreachable"),
      outbox: {
        adopt: () => Promise.resolve([]),
        save: (item) => Promise.resolve(void this.#outbox.set(item.clientId, item)),
        remove: (clientId) => Promise.resolve(void this.#outbox.delete(clientId)),
      },
      drafts: null,
    });
    const shown = this.chat.conversations.apply.bind(this.chat.conversations);
    this.chat.conversations.apply = (conversationId, facts) => {
      for (const fact of facts) this.#show(fact);
      shown(conversationId, facts);
    };
  }

  /** Loads the person's conversations and connects; everything after what was loaded is written to `history`. */
  static async open(person: Person, who: string, url: string, history: HistoryEntry[]): Promise<HeadlessClient> {
    const conversations = await listConversations(apiOf(person, url));
    const client = new HeadlessClient(person, who, url, history, { conversations });
    for (const { id, last_seq } of conversations) {
      history.push({ t: performance.now(), who, op: "join", conversation: id, seq: last_seq });
    }
    client.chat.start();
    await until(() => client.chat.connection.isLive, `${who} is connected`);
    return client;
  }

  /** Hands a message to the outbox, as Enter does. */
  async say(conversation: string, text: string): Promise<void> {
    this.#content = { conversation, text };
    await this.chat.send(conversation, text);
  }

  /** Messages of mine that the server has not acknowledged. */
  get unsent(): number {
    return [...this.#outbox.values()].filter((item) => item.state !== "sent").length;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.chat.stop();
    for (const cancel of this.#timers) cancel();
    return Promise.resolve();
  }

  #keep(cancel: () => void): () => void {
    this.#timers.add(cancel);
    return () => {
      this.#timers.delete(cancel);
      cancel();
    };
  }

  /** The outbox asks for an id once per message, at the moment it takes it. */
  #sent(clientId: string): string {
    if (this.#content) {
      const { conversation, text: content } = this.#content;
      this.#write({ op: "send", conversation, author: this.#author, clientId, content });
      this.#content = null;
    }
    return clientId;
  }

  #hear(frames: readonly ServerFrame[]): void {
    for (const frame of frames) {
      if (frame.type !== "ack") continue;
      const { conversation_id: conversation, client_id: clientId, id, seq } = frame;
      this.#write({ op: "ack", conversation, author: this.#author, clientId, id, seq });
    }
  }

  #show(fact: FactFrame): void {
    const conversation = fact.conversation_id;
    if (fact.type === "private" || fact.type === "group") {
      this.#write({ op: "deliver", conversation, id: fact.id, seq: fact.seq, content: fact.content });
    } else if ("id" in fact) {
      this.#write({ op: "deliver", conversation, id: fact.id, seq: fact.seq });
    }
  }

  #write(entry: HistoryEntryBody): void {
    this.#history.push({ ...entry, t: performance.now(), who: this.#who });
  }
}

type HistoryEntryBody = HistoryEntry extends infer Entry ? Entry extends unknown ? Omit<Entry, "t" | "who"> : never
  : never;
type ChatBootOf = { readonly conversations: Awaited<ReturnType<typeof listConversations>> };

const apiOf = (person: Person, url: string): Api =>
  new Api((path, init) =>
    fetch(new URL(path, url), {
      ...init,
      headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${person.token}` },
    })
  );

function socketUrl(url: string): string {
  const address = new URL("/ws", url);
  address.protocol = address.protocol.replace("http", "ws");
  return address.href;
}
