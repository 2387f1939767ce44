import { isComposing } from "./composing.ts";
import { toggleDetails } from "./details_pane.ts";
import { focusComposer } from "./focus.ts";
import { goTo } from "./go.ts";
import type { Model } from "./model.ts";

/** Keys that work anywhere in the messenger. */
export function shellKeys(model: Model, event: KeyboardEvent): void {
  if (isComposing(event) || event.defaultPrevented) return;
  const act = actFor(model, event);
  if (!act) return;
  event.preventDefault();
  act();
}

function actFor(model: Model, event: KeyboardEvent): (() => void) | null {
  const { desk } = model;
  const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (isCommand) {
    switch (event.key.toLowerCase()) {
      case "k":
        return () => desk.layer.value = desk.layer.value?.kind === "palette" ? null : { kind: "palette" };
      case "/":
        return () => desk.layer.value = { kind: "keys" };
      case ".":
        return () => toggleDetails(desk);
    }
    return null;
  }
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    return () => step(model, event.key === "ArrowUp" ? -1 : 1, event.shiftKey);
  }
  if (event.key === "F6") return () => movePane(event.shiftKey ? -1 : 1);
  if (event.key === "Escape" && desk.layer.value === null) return () => focusComposer();
  return null;
}

/** To the previous or next conversation of the list; with Shift to one that has something unread. */
function step(model: Model, by: 1 | -1, unreadOnly: boolean): void {
  const { chat } = model;
  const { rows } = chat.conversations;
  const at = rows.findIndex((row) => row.id === chat.currentId.value);
  for (let index = at < 0 && by < 0 ? rows.length - 1 : at + by; index >= 0 && index < rows.length; index += by) {
    const row = rows[index];
    if (row && (!unreadOnly || row.unread > 0)) return goTo(model, `/c/${row.id}`);
  }
}

const PANES = [".rail", "section.list", "#main", "#details"];

function movePane(by: 1 | -1): void {
  const panes = PANES.flatMap((selector) => {
    const pane = document.querySelector<HTMLElement>(selector);
    return pane && pane.checkVisibility() ? [pane] : [];
  });
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const pane = panes[(at + by + panes.length) % panes.length];
  const target = pane?.querySelector<HTMLElement>("#composer, [aria-current='page'], a[href], button") ?? pane;
  target?.focus();
}
