import { oneLine } from "@/components/list/preview.ts";
import { isAttentive } from "@/lib/client/attention.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { ConversationJson, MessageJson } from "@/lib/protocol/messages.ts";
import { Asking } from "./asking.ts";
import { goTo } from "./go.ts";
import { showMessage } from "./message_note.ts";
import type { Model } from "./model.ts";
import { playSound } from "./sound.ts";

const SPEAK_MS = 2_000;

/** Tells of new messages: to screen readers in the open conversation, by a note for others, by the desktop when nobody looks. */
export function tellOfMessages(model: Model): () => void {
  const { chat } = model;
  const speaker = new Speaker(model);
  const asking = new Asking(model);
  const stopAsking = model.desk.attention.subscribe(() => {
    if (isAttentive()) asking.back();
  });
  const listener = (message: MessageJson, row: ConversationJson) => {
    const isOpen = chat.currentId.value === row.id;
    if (isOpen && isAttentive()) return speaker.say(message);
    if (isQuiet(model, message, row)) return;
    if (!isAttentive()) {
      asking.missed();
      notify(model, message, row);
    } else showMessage(model, message, row);
    if (model.settings.value.sound) playSound();
  };
  chat.listeners.add(listener);
  return () => {
    chat.listeners.delete(listener);
    speaker.stop();
    stopAsking();
  };
}

/** A muted conversation speaks only when it mentions me; nothing speaks to those who do not want to be disturbed. */
function isQuiet({ settings, viewer }: Model, message: MessageJson, row: ConversationJson): boolean {
  const mentionsMe = message.data.mentions?.includes(viewer.id) ?? false;
  return settings.value.doNotDisturb || (row.muted && !mentionsMe);
}

function notify(model: Model, message: MessageJson, row: ConversationJson): void {
  if (!model.settings.value.notifications || !("Notification" in globalThis) || Notification.permission !== "granted") {
    return;
  }
  const text = liveText(model.reader.value.locale);
  const name = message.sender_name ?? row.name;
  const title = row.kind === "direct" ? name : text("notify.group", { name, group: row.name });
  const notification = new Notification(title, { body: oneLine(message.content), tag: row.id });
  notification.onclick = () => {
    globalThis.focus();
    goTo(model, `/c/${row.id}`);
    notification.close();
  };
}

/** Gathers, so that a lively conversation does not drown everything else. */
class Speaker {
  readonly #model: Model;
  #waiting: MessageJson[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(model: Model) {
    this.#model = model;
  }

  say(message: MessageJson): void {
    this.#waiting.push(message);
    this.#timer ??= setTimeout(() => this.#speak(), this.#model.desk.spoken.value === "" ? 0 : SPEAK_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #speak(): void {
    this.#timer = undefined;
    const { desk, reader } = this.#model;
    const text = liveText(reader.value.locale);
    const [first] = this.#waiting;
    if (!first) return;
    desk.spoken.value = this.#waiting.length === 1
      ? text("timeline.spoken", { name: first.sender_name ?? "", text: oneLine(first.content) })
      : text("timeline.spoken_many", { count: this.#waiting.length });
    this.#waiting = [];
  }
}
