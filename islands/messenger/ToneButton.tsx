import { SKIN_TONES, type SkinTone, toned } from "@/lib/client/skin_tone.ts";
import type { LayerText } from "@/lib/i18n/layer_text.ts";

const NAMES = ["none", "light", "medium_light", "medium", "medium_dark", "dark"] as const;

export interface ToneButtonProps {
  readonly tone: SkinTone;
  readonly text: LayerText;
  readonly onChoose: (tone: SkinTone) => void;
}

/** A hand in the tone that hands have; the next tone with each press. */
export function ToneButton({ tone, text, onChoose }: ToneButtonProps) {
  const index = SKIN_TONES.indexOf(tone);
  const label = text("emoji.tone", { tone: text(`emoji.tone_${NAMES[index] ?? "none"}`) });
  return (
    <button
      type="button"
      class="tool tabstop"
      aria-label={label}
      title={label}
      onKeyDown={(event) => event.key === "Enter" && event.stopPropagation()}
      onClick={() => onChoose(SKIN_TONES[(index + 1) % SKIN_TONES.length] ?? "")}
    >
      <span class="glyph">{toned("✋", tone)}</span>
    </button>
  );
}
