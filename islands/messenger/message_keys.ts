import type { TimelineMessage } from "@/components/props.ts";
import { isComposing } from "./composing.ts";
import { focusMessage } from "./focus.ts";
import type { MessageActing } from "./message_acting.ts";
import type { Model } from "./model.ts";
import { copyText } from "./saying.ts";

/** Keys while a message has the focus: single letters only then, so that nothing is set off while typing. */
export function messageKeys(model: Model, acts: MessageActing, message: TimelineMessage, event: KeyboardEvent): void {
  const isOwnTarget = event.target === event.currentTarget;
  if (!isOwnTarget || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = actFor(model, acts, message, event);
  if (!act) return;
  event.preventDefault();
  act();
}

function actFor(
  model: Model,
  acts: MessageActing,
  message: TimelineMessage,
  event: KeyboardEvent,
): (() => void) | null {
  const item = event.currentTarget instanceof Element ? event.currentTarget.closest("li") : null;
  switch (event.key) {
    case "ArrowUp":
      return () => focusMessage(neighbour(item, "previousElementSibling"));
    case "ArrowDown":
      return () => focusMessage(neighbour(item, "nextElementSibling"));
    case "Home":
      return () => focusMessage(item?.parentElement?.querySelector("li.msg"));
    case "End":
      return () => focusMessage([...item?.parentElement?.querySelectorAll("li.msg") ?? []].at(-1));
    case "ContextMenu":
      return () => acts.menu(message, null);
    case "F10":
      return event.shiftKey ? () => acts.menu(message, null) : null;
    case "r":
      return () => acts.reply(message);
    case "e":
      return () => acts.edit(message);
    case "c":
      return message.content ? () => void copyText(model, message) : null;
    case "+":
      return () => acts.pickReaction(message, null);
    case "Delete":
      return () => acts.askRecall(message);
    default:
      return null;
  }
}

function neighbour(item: Element | null, side: "previousElementSibling" | "nextElementSibling"): Element | null {
  for (let element = item?.[side]; element; element = element[side]) {
    if (element.matches("li.msg")) return element;
  }
  return null;
}
