import { browserStorage } from "@/lib/client/browser.ts";
import { saveSettings } from "@/lib/client/endpoints.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { Model } from "./model.ts";
import { attempt } from "./verbs.ts";

/** Asks for desktop notifications once, when somebody comes back to messages that came meanwhile. */
export class Asking {
  readonly #model: Model;
  readonly #key: string;
  #hasMissed = false;

  constructor(model: Model) {
    this.#model = model;
    this.#key = `freshet.asked.${model.viewer.id}`;
  }

  missed(): void {
    this.#hasMissed = true;
  }

  back(): void {
    const isOpen = "Notification" in globalThis && Notification.permission === "default";
    const { settings } = this.#model;
    if (!this.#hasMissed || !isOpen || settings.value.doNotDisturb || browserStorage()?.getItem(this.#key)) return;
    this.#hasMissed = false;
    browserStorage()?.setItem(this.#key, "yes");
    const text = liveText(this.#model.reader.value.locale);
    this.#model.desk.note.value = {
      kind: "info",
      text: text("notify.ask"),
      action: { label: text("notify.yes"), act: () => void this.#turnOn() },
    };
  }

  async #turnOn(): Promise<void> {
    const { chat, desk, settings } = this.#model;
    desk.note.value = null;
    if (await Notification.requestPermission() !== "granted") return;
    if (await attempt(this.#model, saveSettings(chat.api, { notifications: true }))) {
      settings.value = { ...settings.value, notifications: true };
    }
  }
}
