import { effect } from "@preact/signals";
import { rowName } from "@/components/list/ConversationRow.tsx";
import { attentionOf } from "@/components/messenger/attention.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { Model } from "./model.ts";

const PRODUCT = "Freshet";

/** The tab's title and picture: where one is, and in how many conversations something waits. */
export function keepTitle({ chat, reader, viewer }: Model): () => void {
  return effect(() => {
    chat.conversations.version.value;
    const text = liveText(reader.value.locale);
    const id = chat.currentId.value;
    const row = id === null ? undefined : chat.conversations.get(id);
    const waiting = attentionOf(chat.conversations.rows, chat.conversations.beyond);
    const place = row ? rowName(text, row, viewer.id) : text("nav.chats");
    document.title = `${waiting > 0 ? `(${waiting}) ` : ""}${place} · ${PRODUCT}`;
    showBadge(waiting > 0);
  });
}

/** The picture with a disc stands beside the plain one. */
function showBadge(isOn: boolean): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>("link[rel='icon'][data-badge]")) {
    link.dataset.plain ??= link.href;
    const wanted = new URL(isOn ? link.dataset.badge ?? "" : link.dataset.plain, location.href).href;
    if (link.href !== wanted) link.href = wanted;
  }
}
