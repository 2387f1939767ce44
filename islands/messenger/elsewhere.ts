import { lineOf } from "@/components/list/preview.ts";
import { isAttentive } from "@/lib/client/attention.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { ConversationJson, MessageJson } from "@/lib/protocol/messages.ts";
import { Asking } from "./asking.ts";
import { goTo } from "./go.ts";
import { showMessage } from "./message_note.ts";
import type { Model } from "./model.ts";
import { playSound } from "./sound.ts";

/** Tells of messages that nobody sees come: by a note on the page, by the desktop when nobody looks, by a sound. */
export class Elsewhere {
  readonly #model: Model;
  readonly #asking: Asking;

  constructor(model: Model) {
    this.#model = model;
    this.#asking = new Asking(model);
  }

  tell(message: MessageJson, row: ConversationJson): void {
    if (isQuiet(this.#model, message, row)) return;
    if (!isAttentive()) {
      this.#asking.missed();
      notify(this.#model, message, row);
    } else showMessage(this.#model, message, row);
    if (this.#model.settings.value.sound) playSound();
  }

  /** Somebody looks again. */
  back(): void {
    this.#asking.back();
  }
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
  const notification = new Notification(title, { body: lineOf(message), tag: row.id });
  notification.onclick = () => {
    globalThis.focus();
    goTo(model, `/c/${row.id}`);
    notification.close();
  };
}
