import { signal } from "@preact/signals";
import { IS_BROWSER } from "fresh/runtime";
import type { TimelineMessage } from "@/components/props.ts";
import type { MessageActs } from "@/components/timeline/MessageItem.tsx";
import { isPlainClick } from "@/lib/client/navigation.ts";
import type { Spot } from "@/lib/client/desk.ts";
import type { Room } from "@/lib/client/room.ts";
import type { Model } from "./model.ts";
import { focusComposer } from "./focus.ts";
import { watchLongPress } from "./long_press.ts";
import type { Stream } from "./stream.ts";
import { allowedFor, react, recall } from "./verbs.ts";

/** How long a recalled text can be put back into the composer. */
const AGAIN_MS = 5 * 60 * 1_000;
const HOVER_MS = 60;

let current: MessageActing | null = null;

/** With the first sign of somebody: before a key reaches a message, the focus has been moved there. */
let keys: typeof import("./message_keys.ts") | null = null;
export const loadMessageKeys = (): void => void import("./message_keys.ts").then((module) => keys = module, () => {});

/** Only where there are fingers. */
let swipe: typeof import("./swipe.ts") | null = null;

/** The acts of the conversation that stands open, for layers that lie over it. */
export const actingOf = (conversationId: string): MessageActing | null =>
  current?.room.id === conversationId ? current : null;

/** Everything that pointer, finger and keys can do with the messages of one conversation. */
export class MessageActing {
  /** Over which message the pointer stands. */
  readonly hovered = signal<TimelineMessage | null>(null);
  /** Which message Tab reaches; null: the newest. */
  readonly focusId = signal<string | null>(null);
  readonly editableAgain = signal<ReadonlySet<string>>(new Set());
  readonly calls: MessageActs;
  readonly room: Room;
  readonly #model: Model;
  readonly #recalled = new Map<string, string>();
  #hoverTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(model: Model, room: Room, stream: Stream) {
    this.#model = model;
    this.room = room;
    if (IS_BROWSER) {
      current = this;
      if (navigator.maxTouchPoints > 0) import("./swipe.ts").then((module) => swipe = module, () => {});
    }
    const { chat, desk } = model;
    this.calls = {
      onReact: (message, emoji, on) => void react(model, message, emoji, on),
      onPickReaction: (message, event) => this.pickReaction(message, spotOf(event)),
      onMenu: (message, event) => {
        event.preventDefault();
        this.menu(message, spotOf(event));
      },
      onRetry: (message) => chat.outbox.retry(message.client_id),
      onDrop: (message) => chat.outbox.discard(message.client_id),
      onEditAgain: (message) => this.#putBack(message),
      onShowReaders: (message) => desk.layer.value = { kind: "readers", message },
      onJump: (seq, event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        void stream.toMessage(seq);
      },
      onPointerEnter: (message, event) => {
        if (event.pointerType === "mouse") this.#hover(message);
      },
      onPointerDown: (message, event) => {
        watchLongPress(event, () => this.menu(message, null));
        if (message.seq > 0 && !message.is_deleted) swipe?.watchSwipe(event, () => this.reply(message));
      },
      onContextMenu: (message, event) => {
        if (message.seq === 0 || isOnText(event)) return;
        event.preventDefault();
        this.menu(message, event instanceof PointerEvent ? { x: event.clientX, y: event.clientY } : null);
      },
      onKeyDown: (message, event) => keys?.messageKeys(model, this, message, event),
    };
  }

  menu(message: TimelineMessage, at: Spot | null): void {
    if (message.seq > 0) this.#model.desk.layer.value = { kind: "menu", message, at };
  }

  pickReaction(message: TimelineMessage, at: Spot | null): void {
    if (message.seq > 0) this.#model.desk.layer.value = { kind: "reactions", message, at };
  }

  reply(message: TimelineMessage): void {
    if (message.seq === 0 || message.is_deleted) return;
    this.#model.desk.compose(this.room.id, { kind: "reply", message });
    focusComposer();
  }

  edit(message: TimelineMessage): void {
    if (!allowedFor(this.#model, message).edit) return;
    this.#model.desk.compose(this.room.id, { kind: "edit", message });
    focusComposer();
  }

  /** Asks first. */
  askRecall(message: TimelineMessage): void {
    if (allowedFor(this.#model, message).recall) this.#model.desk.layer.value = { kind: "recall", message };
  }

  async recall(message: TimelineMessage): Promise<void> {
    if (!await recall(this.#model, message) || message.sender_id !== this.#model.viewer.id) return;
    this.#recalled.set(message.id, message.content);
    this.editableAgain.value = new Set(this.#recalled.keys());
    setTimeout(() => {
      this.#recalled.delete(message.id);
      this.editableAgain.value = new Set(this.#recalled.keys());
    }, AGAIN_MS);
  }

  /** The newest message of mine that may still be edited. */
  lastEditable(): TimelineMessage | null {
    return this.room.timeline.messages.findLast((message) => allowedFor(this.#model, message).edit) ?? null;
  }

  leave(): void {
    clearTimeout(this.#hoverTimer);
    this.hovered.value = null;
  }

  #hover(message: TimelineMessage): void {
    clearTimeout(this.#hoverTimer);
    if (this.hovered.value?.id !== message.id) this.hovered.value = null;
    if (message.seq === 0 || message.is_deleted) return;
    this.#hoverTimer = setTimeout(() => this.hovered.value = message, HOVER_MS);
  }

  #putBack(message: TimelineMessage): void {
    const text = this.#recalled.get(message.id);
    if (text !== undefined) focusComposer(text);
  }
}

function spotOf(event: MouseEvent): Spot | null {
  const target = event.currentTarget;
  if (!(target instanceof Element)) return null;
  const { left, bottom } = target.getBoundingClientRect();
  return { x: left, y: bottom };
}

/** Right click on a link or on selected text is the browser's. */
function isOnText(event: MouseEvent): boolean {
  const isLink = event.target instanceof Element && event.target.closest("a[href]") !== null;
  return isLink || (getSelection()?.toString() ?? "") !== "";
}
