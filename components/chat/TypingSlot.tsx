import { type LiveText, liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";

export interface TypingSlotProps {
  /** Display names of those who type, first come first. */
  readonly names: readonly string[];
  readonly reader: Reader;
}

/** Always there, so that nothing moves when someone begins to type. Not read out. */
export function TypingSlot({ names, reader }: TypingSlotProps) {
  return (
    <p class="typingslot" aria-hidden="true">
      {names.length > 0 && (
        <>
          <i class="dots">
            <i />
            <i />
            <i />
          </i>
          <span class="cut">{typingText(liveText(reader.locale), names)}</span>
        </>
      )}
    </p>
  );
}

function typingText(text: LiveText, [first, second, third]: readonly string[]): string {
  if (first === undefined || third !== undefined) return text("typing.several");
  return second === undefined ? text("typing.one", { name: first }) : text("typing.two", { first, second });
}
