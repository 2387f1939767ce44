import { layerText } from "@/lib/i18n/layer_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";

const KEYS = [
  ["keys.palette", "Ctrl K"],
  ["keys.previous", "Alt ↑"],
  ["keys.next", "Alt ↓"],
  ["keys.previous_unread", "Alt Shift ↑"],
  ["keys.next_unread", "Alt Shift ↓"],
  ["keys.pane", "F6"],
  ["keys.details", "Ctrl ."],
  ["keys.help", "Ctrl /"],
  ["keys.send", "Enter"],
  ["keys.new_line", "Shift Enter"],
  ["keys.edit_last", "↑"],
  ["keys.escape", "Esc"],
  ["keys.move", "↑ ↓ Home End"],
  ["keys.reply", "R"],
  ["keys.edit", "E"],
  ["keys.copy", "C"],
  ["keys.react", "+"],
  ["keys.recall", "Delete"],
  ["keys.menu", "Shift F10"],
] as const;

export interface KeyListProps {
  readonly reader: Reader;
  /** In the dialog: lines close together, without a card. */
  readonly dense?: boolean;
}

/** Every key of the messenger and what it does, for the page and for the help dialog. */
export function KeyList({ reader, dense = false }: KeyListProps) {
  const text = layerText(reader.locale);
  return (
    <dl class={dense ? "keys dense" : "rowsbox keys"}>
      {KEYS.map(([what, keys]) => (
        <div class="setting" key={what}>
          <dt>{text(what)}</dt>
          <dd>{keys.split(" ").map((key) => <kbd key={key}>{key}</kbd>)}</dd>
        </div>
      ))}
    </dl>
  );
}
