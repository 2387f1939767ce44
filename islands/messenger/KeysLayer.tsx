import { Dialog } from "@/components/overlay/Dialog.tsx";
import { liveText } from "@/lib/i18n/live_text.ts";
import { useModel } from "./model.ts";
import { useDialog } from "./use_layer.ts";

const KEYS = [
  ["Ctrl K", "palette"],
  ["Alt ↑", "previous"],
  ["Alt ↓", "next"],
  ["Alt Shift ↑", "previous_unread"],
  ["Alt Shift ↓", "next_unread"],
  ["F6", "pane"],
  ["Ctrl /", "help"],
  ["Ctrl .", "details"],
  ["Enter", "send"],
  ["Shift Enter", "new_line"],
  ["↑", "edit_last"],
  ["Esc", "escape"],
  ["↑ ↓ Home End", "move"],
  ["R", "reply"],
  ["E", "edit"],
  ["C", "copy"],
  ["+", "react"],
  ["Delete", "recall"],
  ["Shift F10", "menu"],
] as const;

/** All keys in one list. */
export function KeysLayer() {
  const { desk, reader } = useModel();
  const text = liveText(reader.value.locale);
  const close = () => desk.layer.value = null;
  const dialog = useDialog(close);
  return (
    <Dialog
      id="keys"
      title={text("keys.title")}
      {...dialog}
      actions={<button type="button" class="button" onClick={close}>{text("dialog.close")}</button>}
    >
      <dl class="keylist">
        {KEYS.map(([keys, name]) => (
          <div key={name}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{text(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
