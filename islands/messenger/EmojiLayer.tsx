import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { Icon } from "@/components/icons/Icon.tsx";
import { browserStorage } from "@/lib/client/browser.ts";
import type { Spot } from "@/lib/client/desk.ts";
import { type Emoji, EMOJI_GROUPS, searchEmoji } from "@/lib/client/emoji.ts";
import { type Cell, moveIn, rowsOf } from "@/lib/client/emoji_grid.ts";
import { recentEmoji, rememberEmoji } from "@/lib/client/recent_emoji.ts";
import { rememberSkinTone, skinTone, toned } from "@/lib/client/skin_tone.ts";
import { layerText } from "@/lib/i18n/layer_text.ts";
import { isComposing } from "./composing.ts";
import { COLUMNS, EmojiCells, type EmojiSection } from "./EmojiCells.tsx";
import { nameIn, ready } from "./emoji_kit.tsx";
import { hasFinePointer } from "./focus.ts";
import { useModel } from "./model.ts";
import { ToneButton } from "./ToneButton.tsx";
import { useFloating } from "./use_layer.ts";

export interface EmojiLayerProps {
  readonly at: Spot | null;
  readonly onChoose: (glyph: string) => void;
}

const START: Cell = { row: 0, column: 0 };
const ICONS = {
  recent: "clock",
  people: "face-slightly-smiling",
  nature: "leaf",
  food: "apple",
  activity: "trophy",
  travel: "plane",
  objects: "lightbulb",
  symbols: "heart",
  flags: "flag",
  found: "search",
} as const;

/** All emoji, in groups or by what is searched. The focus stays in the field; arrows move in the list. */
export function EmojiLayer({ at, onChoose }: EmojiLayerProps) {
  const { desk, reader } = useModel();
  const { locale } = reader.value;
  const text = layerText(locale);
  const holder = useFloating(at);
  const [all, setAll] = useState<readonly Emoji[]>([]);
  const [failed, setFailed] = useState(false);
  const [query, setQuery] = useState("");
  const [cell, setCell] = useState(START);
  const [tone, setTone] = useState(() => skinTone(browserStorage()));
  const sections = useMemo(() => sectionsOf(all, query), [all, query]);
  const rows = useMemo(() => sections.flatMap(({ emoji }) => rowsOf(emoji, COLUMNS)), [sections]);
  const active = rows[cell.row]?.[cell.column];

  const load = () => {
    setFailed(false);
    ready().then(setAll, () => setFailed(true));
  };
  useEffect(load, []);
  useLayoutEffect(() => {
    if (hasFinePointer()) holder.current?.querySelector("input")?.focus();
    else holder.current?.focus();
  }, []);

  const choose = (emoji: Emoji | undefined) => {
    if (!emoji) return;
    rememberEmoji(browserStorage(), emoji.glyph);
    desk.layer.value = null;
    onChoose(toned(emoji.glyph, tone));
  };
  const move = (next: Cell) => {
    setCell(next);
    document.getElementById(`emoji-${next.row}-${next.column}`)?.scrollIntoView({ block: "nearest" });
  };
  const keys = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const isInText = query !== "" && (event.key === "ArrowLeft" || event.key === "ArrowRight");
    const next = isInText ? null : moveIn(rows.map((row) => row.length), cell, event.key);
    if (next) move(next);
    else if (event.key === "Enter") choose(active);
    else return;
    event.preventDefault();
  };
  let row = 0;
  return (
    <section class="float emoji" tabIndex={-1} aria-label={text("emoji.title")} ref={holder} onKeyDown={keys}>
      <div class="menu">
        <div class="searchin">
          <Icon name="search" size={16} />
          <input
            type="text"
            role="combobox"
            aria-expanded={rows.length > 0}
            aria-controls="emoji-list"
            aria-autocomplete="list"
            aria-activedescendant={active && `emoji-${cell.row}-${cell.column}`}
            aria-label={text("emoji.search")}
            placeholder={text("emoji.search")}
            autocomplete="off"
            spellcheck={false}
            value={query}
            onInput={(event) => {
              setQuery(event.currentTarget.value);
              setCell(START);
              document.getElementById("emoji-list")?.scrollTo(0, 0);
            }}
          />
        </div>
        {query === "" && (
          <div class="kinds">
            {sections.map(({ name }) => (
              <button
                key={name}
                type="button"
                class="tool"
                tabIndex={-1}
                aria-label={labelOf(text, name)}
                title={labelOf(text, name)}
                onClick={() => document.getElementById(`emoji-${name}`)?.scrollIntoView({ block: "start" })}
              >
                <Icon name={ICONS[name]} size={16} />
              </button>
            ))}
          </div>
        )}
        <div class="cells" id="emoji-list" role="listbox" aria-label={text("emoji.title")}>
          {sections.map((section) => {
            const first = row;
            row += Math.ceil(section.emoji.length / COLUMNS);
            const isHere = cell.row >= first && cell.row < row;
            return (
              <EmojiCells
                key={section.name}
                section={section}
                label={section.name === "found" ? "" : labelOf(text, section.name)}
                firstRow={first}
                active={isHere ? (cell.row - first) * COLUMNS + cell.column : -1}
                locale={locale}
                tone={tone}
                onPoint={setCell}
                onChoose={choose}
              />
            );
          })}
        </div>
        {query !== "" && all.length > 0 && rows.length === 0 && (
          <p class="nothing">{text("palette.nothing", { query })}</p>
        )}
        {failed && (
          <p class="nothing">
            {text("emoji.failed")} <button type="button" class="plain" onClick={load}>{text("room.retry")}</button>
          </p>
        )}
        <div class="shownline">
          <p class="shown">
            {active && (
              <>
                <span class="glyph" aria-hidden="true">{toned(active.glyph, tone)}</span>
                <span class="cut">{nameIn(locale, active)}</span>
                <span class="cut note">:{active.names[0]}:</span>
              </>
            )}
          </p>
          <ToneButton
            tone={tone}
            text={text}
            onChoose={(next) => {
              rememberSkinTone(browserStorage(), next);
              setTone(next);
            }}
          />
        </div>
      </div>
    </section>
  );
}

const labelOf = (text: ReturnType<typeof layerText>, name: EmojiSection["name"]): string =>
  text(name === "found" ? "emoji.title" : `emoji.${name}`);

function sectionsOf(all: readonly Emoji[], query: string): readonly EmojiSection[] {
  if (query.trim() !== "") {
    const emoji = searchEmoji(all, query, MOST_FOUND);
    return emoji.length > 0 ? [{ name: "found", emoji }] : [];
  }
  const recent = recentEmoji(browserStorage()).flatMap((glyph) => all.find((emoji) => emoji.glyph === glyph) ?? []);
  const groups = EMOJI_GROUPS.map((name) => ({ name, emoji: all.filter(({ group }) => group === name) }));
  return [{ name: "recent" as const, emoji: recent }, ...groups].filter(({ emoji }) => emoji.length > 0);
}

const MOST_FOUND = 64;
