import type { ChatDeps } from "@/lib/chat/deps.ts";
import type { SendTarget } from "@/lib/chat/send_message.ts";
import type { ClientFrame, ClientFrameType, Draft } from "@/lib/protocol/frames.ts";
import type { Connection } from "./connection.ts";
import type { Hub } from "./hub.ts";
import { Lanes } from "./lanes.ts";
import type { Person } from "./person.ts";
import type { LiveMeter } from "./ports.ts";
import type { Verbs } from "./verbs.ts";

/** What one connection's frames act with and on. */
export interface Scene {
  readonly deps: ChatDeps;
  readonly verbs: Verbs;
  readonly hub: Hub;
  readonly connection: Connection;
  readonly person: Person;
  /** Resolves once the connection is welcomed; no frame acts before. */
  readonly ready: Promise<void>;
  readonly meter: LiveMeter | undefined;
}

type FrameOf<T extends ClientFrameType> = Extract<ClientFrame, { readonly type: T }>;
type Handlers = { readonly [T in ClientFrameType]: (frame: FrameOf<T>) => Promise<unknown> };

const MOST_TYPING_PLACES = 64;

/** Gives each frame of one connection to its verb. Resolves when the verb has; rejects with its failure. */
export class Dispatch {
  readonly #scene: Scene;
  readonly #lanes = new Lanes();
  readonly #typedAtMs = new Map<string, number>();
  readonly #handlers: Handlers;

  constructor(scene: Scene) {
    this.#scene = scene;
    const { deps, verbs, hub, connection, person } = scene;
    const { actor } = connection;
    this.#handlers = {
      private: ({ to, draft }) => this.#send(`to ${to}`, { to }, draft),
      group: ({ groupId, draft }) => this.#send(`group ${groupId}`, { groupId }, draft),
      typing: (frame) => this.#type(frame),
      read: (frame) => verbs.markRead(deps, actor, frame),
      delivered: (frame) => verbs.markDelivered(deps, actor, frame),
      user_status: (frame) => this.#status(frame),
      edit: ({ messageId, content }) =>
        this.#change(messageId, (deps) => verbs.editMessage(deps, actor, messageId, content)),
      recall: ({ messageId }) => this.#change(messageId, (deps) => verbs.recallMessage(deps, actor, messageId)),
      react: ({ messageId, emoji, on }) =>
        this.#change(messageId, (deps) => verbs.reactToMessage(deps, actor, messageId, emoji, on)),
      resume: ({ cursors }) => this.#lanes.run("resume", () => hub.resume(connection, person, cursors)),
      ping: () => {
        connection.send({ type: "pong", server_time: new Date(deps.clock.now()).toISOString() });
        return Promise.resolve();
      },
    };
  }

  async run<T extends ClientFrameType>(frame: FrameOf<T>): Promise<void> {
    await this.#handlers[frame.type](frame);
  }

  async #send(lane: string, target: SendTarget, draft: Draft): Promise<void> {
    const { verbs, connection, meter } = this.#scene;
    const start = performance.now();
    const ack = await this.#inOrder(lane, (deps) => verbs.sendMessage(deps, connection.actor, target, draft));
    connection.send({ type: "ack", ...ack });
    meter?.recordAck((performance.now() - start) / 1000);
  }

  #change(messageId: string, verb: (deps: ChatDeps) => Promise<unknown>): Promise<unknown> {
    return this.#inOrder(`message ${messageId}`, verb);
  }

  /**
   * A frame is never overtaken by a later one to the same place, yet does not wait for its commit: the next starts once
   * this one is with the writer, which keeps order from there.
   */
  #inOrder<T>(lane: string, verb: (deps: ChatDeps) => Promise<T>): Promise<T> {
    const { deps } = this.#scene;
    return this.#lanes.run(lane, (entered) => verb({ ...deps, writer: tellingWriter(deps.writer, entered) }));
  }

  async #type(frame: FrameOf<"typing">): Promise<void> {
    const { deps, verbs, connection } = this.#scene;
    const place = frame.groupId ?? frame.to ?? "";
    const now = deps.clock.now();
    if (now - (this.#typedAtMs.get(place) ?? -Infinity) < deps.limits.typingEveryMs) return;
    if (this.#typedAtMs.size >= MOST_TYPING_PLACES) this.#typedAtMs.clear();
    this.#typedAtMs.set(place, now);
    await verbs.announceTyping(deps, connection.actor, frame);
  }

  async #status(frame: FrameOf<"user_status">): Promise<void> {
    const { deps, verbs, hub, connection } = this.#scene;
    if ("idle" in frame) hub.setIdle(connection, frame.idle);
    else await verbs.chooseStatus(deps, connection.actor, frame.status);
  }
}

const tellingWriter = (writer: ChatDeps["writer"], entered: () => void): ChatDeps["writer"] => ({
  append(draft) {
    const result = writer.append(draft);
    entered();
    return result;
  },
  get depth() {
    return writer.depth;
  },
  close: () => writer.close(),
});
