import { useMemo } from "preact/hooks";
import type { Emoji, EmojiGroup } from "@/lib/client/emoji.ts";
import type { Cell } from "@/lib/client/emoji_grid.ts";
import { type SkinTone, toned } from "@/lib/client/skin_tone.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { nameIn } from "./emoji_kit.tsx";

export const COLUMNS = 8;

export interface EmojiSection {
  readonly name: EmojiGroup | "recent" | "found";
  readonly emoji: readonly Emoji[];
}

export interface EmojiCellsProps {
  readonly section: EmojiSection;
  readonly label: string;
  /** Number of its first row in the whole list. */
  readonly firstRow: number;
  /** Which of its emoji is picked; -1: none. */
  readonly active: number;
  readonly locale: Locale;
  readonly tone: SkinTone;
  readonly onPoint: (cell: Cell) => void;
  readonly onChoose: (emoji: Emoji) => void;
}

/** One group of the picker. Drawn again only when the picked one is, or was, among its emoji. */
export function EmojiCells(props: EmojiCellsProps) {
  const { section, label, firstRow, active, locale, tone, onPoint, onChoose } = props;
  const drawn = useMemo(() =>
    section.emoji.map((emoji, index) => (
      <div
        key={emoji.glyph}
        role="option"
        id={`emoji-${firstRow + Math.floor(index / COLUMNS)}-${index % COLUMNS}`}
        data-index={index}
        aria-label={nameIn(locale, emoji)}
        aria-selected={index === active}
      >
        {toned(emoji.glyph, tone)}
      </div>
    )), [section, firstRow, active, locale, tone]);
  const indexAt = ({ target }: Event): number => {
    const cell = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
    return Number(cell?.dataset.index ?? -1);
  };
  return (
    <div role="group" id={`emoji-${section.name}`} aria-label={label || undefined}>
      {label !== "" && <p aria-hidden="true">{label}</p>}
      <div
        class="cellrows"
        role="presentation"
        // The focus stays where it is.
        onPointerDown={(event) => event.pointerType === "mouse" && event.preventDefault()}
        onPointerMove={(event) => {
          const index = indexAt(event);
          if (index < 0 || index === active) return;
          onPoint({ row: firstRow + Math.floor(index / COLUMNS), column: index % COLUMNS });
        }}
        onClick={(event) => {
          const emoji = section.emoji[indexAt(event)];
          if (emoji) onChoose(emoji);
        }}
      >
        {drawn}
      </div>
    </div>
  );
}
