import { useLayoutEffect, useRef } from "preact/hooks";
import { Menu, type MenuItem } from "@/components/overlay/Menu.tsx";
import type { Spot } from "@/lib/client/desk.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { MessageJson } from "@/lib/protocol/messages.ts";
import { actingOf } from "./message_acting.ts";
import { menuKeys } from "./menu_keys.ts";
import { type Model, useModel } from "./model.ts";
import { QuickReactions } from "./QuickReactions.tsx";
import { useFloating } from "./use_layer.ts";
import { copyLink, copyText, hide } from "./saying.ts";
import { allowedFor } from "./verbs.ts";

/** What can be done with a message. */
export function MenuLayer({ message, at }: { readonly message: MessageJson; readonly at: Spot | null }) {
  const model = useModel();
  const holder = useFloating(at);
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => menu.current?.querySelector<HTMLElement>("[role='menuitem']:not(.react)")?.focus(), []);
  const text = liveText(model.reader.value.locale);
  return (
    <section class="float" aria-label={text("message.acts")} ref={holder}>
      <Menu
        label={text("message.acts")}
        groups={groupsFor(model, message)}
        head={message.is_deleted ? undefined : <QuickReactions message={message} at={at} inMenu />}
        menuRef={menu}
        onKeyDown={menuKeys}
      />
    </section>
  );
}

function groupsFor(model: Model, message: MessageJson): MenuItem[][] {
  const { chat, desk, reader } = model;
  const text = liveText(reader.value.locale);
  const acts = actingOf(message.conversation_id);
  const room = chat.rooms.find(message.conversation_id);
  const allowed = allowedFor(model, message);
  const item = (
    name: "reply" | "copy" | "copy_link" | "edit" | "recall" | "hide",
    icon: NonNullable<MenuItem["icon"]>,
    act: () => void,
    more: Partial<MenuItem> = {},
  ): MenuItem => ({
    key: name,
    label: text(`message.${name}`),
    icon,
    onSelect: () => {
      desk.layer.value = null;
      act();
    },
    ...more,
  });
  if (message.is_deleted) return [[item("hide", "eye-off", () => room && void hide(model, room, message))]];
  return [
    [
      item("reply", "reply", () => acts?.reply(message), { shortcut: "R" }),
      ...(message.content ? [item("copy", "copy", () => void copyText(model, message), { shortcut: "C" })] : []),
      item("copy_link", "link", () => void copyLink(model, message)),
      ...(allowed.edit ? [item("edit", "pencil", () => acts?.edit(message), { shortcut: "E" })] : []),
    ],
    [
      item("hide", "eye-off", () => room && void hide(model, room, message)),
      ...(allowed.recall ? [item("recall", "undo-2", () => acts?.askRecall(message), { danger: true })] : []),
    ],
  ];
}
