import type { RefObject } from "preact";
import { Icon } from "@/components/icons/Icon.tsx";
import { liveText } from "@/lib/i18n/live_text.ts";
import { useModel } from "./model.ts";

const GAP_PX = 8;
/** Of the picker: it ends where the button ends. */
const WIDTH_PX = 348;

export interface EmojiButtonProps {
  readonly field: RefObject<HTMLTextAreaElement>;
  readonly onInserted: () => void;
}

/** Opens the picker; what is chosen comes where the caret stood. */
export function EmojiButton({ field, onInserted }: EmojiButtonProps) {
  const { desk, reader } = useModel();
  const label = liveText(reader.value.locale)("composer.emoji");
  const insert = (glyph: string) => {
    const element = field.current;
    if (!element) return;
    element.setRangeText(glyph, element.selectionStart, element.selectionEnd, "end");
    onInserted();
    // After the picker has given the focus back to this button.
    requestAnimationFrame(() => element.focus({ preventScroll: true }));
  };
  return (
    <button
      type="button"
      class="tool pickemoji"
      aria-haspopup="dialog"
      aria-label={label}
      title={label}
      onClick={(event) => {
        const { right, top } = event.currentTarget.getBoundingClientRect();
        desk.layer.value = { kind: "emoji", at: { x: right - WIDTH_PX, y: top - GAP_PX }, onChoose: insert };
      }}
    >
      <Icon name="face-slightly-smiling" />
    </button>
  );
}
