import { lineOf } from "@/components/list/preview.ts";
import { isAttentive } from "@/lib/client/attention.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { ConversationJson, MessageJson } from "@/lib/protocol/messages.ts";
import type { Elsewhere } from "./elsewhere.ts";
import type { Model } from "./model.ts";

const SPEAK_MS = 2_000;

/** Tells of new messages: to screen readers in the open conversation, in other ways of those elsewhere. */
export function tellOfMessages(model: Model): () => void {
  const { chat } = model;
  const speaker = new Speaker(model);
  /** Loaded with the first message that needs it. */
  let elsewhere: Promise<Elsewhere> | null = null;
  const load = async () => new (await import("./elsewhere.ts")).Elsewhere(model);
  const stopLooking = model.desk.attention.subscribe(() => {
    if (isAttentive()) elsewhere?.then((teller) => teller.back(), () => {});
  });
  const listener = (message: MessageJson, row: ConversationJson) => {
    const isOpen = chat.currentId.value === row.id;
    if (isOpen && isAttentive()) return speaker.say(message);
    elsewhere ??= load();
    elsewhere.then((teller) => teller.tell(message, row), () => elsewhere = null);
  };
  chat.listeners.add(listener);
  return () => {
    chat.listeners.delete(listener);
    speaker.stop();
    stopLooking();
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
      ? text("timeline.spoken", { name: first.sender_name ?? "", text: lineOf(first) })
      : text("timeline.spoken_many", { count: this.#waiting.length });
    this.#waiting = [];
  }
}
