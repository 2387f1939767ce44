import { isComposing } from "./composing.ts";
import type { MessageActing } from "./message_acting.ts";
import type { Model } from "./model.ts";

/** Keys of the composer: sending, editing what was sent last, leaving reply or edit. */
export function composerKeys(model: Model, acts: MessageActing, event: KeyboardEvent, submit: () => void): void {
  if (isComposing(event)) return;
  const field = event.currentTarget;
  if (!(field instanceof HTMLTextAreaElement)) return;
  if (event.key === "Enter" && sends(model, event)) {
    event.preventDefault();
    submit();
  } else if (event.key === "ArrowUp" && field.value === "" && !event.shiftKey && !event.altKey) {
    const last = acts.lastEditable();
    if (!last) return;
    event.preventDefault();
    acts.edit(last);
  } else if (event.key === "Escape" && model.desk.composingIn(acts.room.id)) {
    event.preventDefault();
    event.stopPropagation();
    model.desk.compose(acts.room.id, null);
  }
}

function sends({ settings }: Model, event: KeyboardEvent): boolean {
  const isModified = event.ctrlKey || event.metaKey;
  return settings.value.enterSends ? !event.shiftKey && !event.altKey : isModified;
}
