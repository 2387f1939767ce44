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
type Handlers = {
  readonly [T in ClientFrameType]: (dispatch: Dispatch, frame: FrameOf<T>, scene: Scene) => Promise<unknown>;
};

const MOST_TYPING_PLACES = 64;

/**
 * Gives each frame of one connection to its verb. Resolves when the verb has; rejects with its failure. There is one for
 * each of many thousand connections, most of which say nothing: what few need is made when it is needed.
 */
export class Dispatch {
  static readonly #handlers: Handlers = {
    private: (dispatch, { to, draft }) => dispatch.#send(`to ${to}`, { to }, draft),
    group: (dispatch, { groupId, draft }) => dispatch.#send(`group ${groupId}`, { groupId }, draft),
    typing: (dispatch, frame) => dispatch.#type(frame),
    read: (_, frame, { deps, verbs, connection }) => verbs.markRead(deps, connection.actor, frame),
    delivered: (_, frame, { deps, verbs, connection }) => verbs.markDelivered(deps, connection.actor, frame),
    user_status: (dispatch, frame) => dispatch.#status(frame),
    edit: (dispatch, { messageId, content }, { verbs, connection: { actor } }) =>
      dispatch.#change(messageId, (deps) => verbs.editMessage(deps, actor, messageId, content)),
    recall: (dispatch, { messageId }, { verbs, connection: { actor } }) =>
      dispatch.#change(messageId, (deps) => verbs.recallMessage(deps, actor, messageId)),
    react: (dispatch, { messageId, emoji, on }, { verbs, connection: { actor } }) =>
      dispatch.#change(messageId, (deps) => verbs.reactToMessage(deps, actor, messageId, emoji, on)),
    resume: (dispatch, { cursors }, { hub, connection, person }) =>
      dispatch.#lanesNow.run("resume", () => hub.resume(connection, person, cursors)),
    ping: (_, _frame, { connection, deps }) => {
      connection.send({ type: "pong", server_time: new Date(deps.clock.now()).toISOString() });
      return Promise.resolve();
    },
  };
  readonly #scene: Scene;
  #lanes: Lanes | null = null;
  #typedAtMs: Map<string, number> | null = null;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  run<T extends ClientFrameType>(frame: FrameOf<T>): Promise<unknown> {
    return Dispatch.#handlers[frame.type](this, frame, this.#scene);
  }

  get #lanesNow(): Lanes {
    return this.#lanes ??= new Lanes();
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
    return this.#lanesNow.run(lane, (entered) => verb({ ...deps, writer: new TellingWriter(deps.writer, entered) }));
  }

  async #type(frame: FrameOf<"typing">): Promise<void> {
    const { deps, verbs, connection } = this.#scene;
    const place = frame.groupId ?? frame.to ?? "";
    const now = deps.clock.now();
    const typedAtMs = this.#typedAtMs ??= new Map();
    if (now - (typedAtMs.get(place) ?? -Infinity) < deps.limits.typingEveryMs) return;
    if (typedAtMs.size >= MOST_TYPING_PLACES) typedAtMs.clear();
    typedAtMs.set(place, now);
    await verbs.announceTyping(deps, connection.actor, frame);
  }

  async #status(frame: FrameOf<"user_status">): Promise<void> {
    const { deps, verbs, hub, connection } = this.#scene;
    if ("idle" in frame) hub.setIdle(connection, frame.idle);
    else await verbs.chooseStatus(deps, connection.actor, frame.status);
  }
}

type Writer = ChatDeps["writer"];

/** The same writer, which says when something was handed in. */
class TellingWriter implements Writer {
  readonly #writer: Writer;
  readonly #entered: () => void;

  constructor(writer: Writer, entered: () => void) {
    this.#writer = writer;
    this.#entered = entered;
  }

  append(draft: Parameters<Writer["append"]>[0]): ReturnType<Writer["append"]> {
    const result = this.#writer.append(draft);
    this.#entered();
    return result;
  }

  get depth(): number {
    return this.#writer.depth;
  }

  close(): Promise<void> {
    return this.#writer.close();
  }
}
