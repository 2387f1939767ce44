import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "@/components/icons/Icon.tsx";
import { Avatar } from "@/components/people/Avatar.tsx";
import { searchMessages, searchPeople } from "@/lib/client/endpoints.ts";
import { placeOf } from "@/lib/client/navigation.ts";
import { layerText } from "@/lib/i18n/layer_text.ts";
import { isComposing } from "./composing.ts";
import { goTo } from "./go.ts";
import { type Model, useModel } from "./model.ts";
import { type Entry, entryGroups, type Found, matchAt } from "./palette_entries.ts";
import { useFocusBack } from "./use_layer.ts";

const ASK_MS = 150;
const LEAST = 2;

/** Search or jump: people, groups and acts, by a few letters. */
export function PaletteLayer() {
  const model = useModel();
  const { desk } = model;
  const text = layerText(model.reader.value.locale);
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState("");
  const [picked, setPicked] = useState(0);
  const found = useFound(model, query);
  useFocusBack();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const groups = entryGroups(model, query, found);
  const entries = groups.flatMap((group) => group.entries);
  const active = Math.min(picked, entries.length - 1);
  const close = () => desk.layer.value = null;
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    close();
    if (placeOf(new URL(entry.href, location.href))) goTo(model, entry.href);
    else location.assign(entry.href);
  };
  const keys = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) setPicked((active + by + entries.length) % Math.max(1, entries.length));
    else if (event.key === "Enter") choose(entries[active]);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      class="palette"
      aria-label={text("palette.label")}
      ref={dialog}
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <div class="palettein">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls="palette-list"
          aria-autocomplete="list"
          aria-activedescendant={entries[active] && `palette-${entries[active].key}`}
          aria-label={text("palette.placeholder")}
          placeholder={text("palette.placeholder")}
          autocomplete="off"
          spellcheck={false}
          value={query}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setPicked(0);
          }}
          onKeyDown={keys}
          autofocus
        />
        <kbd>Esc</kbd>
      </div>
      <div class="found" id="palette-list" role="listbox" aria-label={text("palette.label")}>
        {groups.map((group) => (
          <div role="group" aria-labelledby={`palette-${group.key}`} key={group.key}>
            <p id={`palette-${group.key}`}>{text(`palette.${group.key}`)}</p>
            {group.entries.map((entry) => (
              <Option
                key={entry.key}
                entry={entry}
                query={query}
                isActive={entry === entries[active]}
                onChoose={() => choose(entry)}
              />
            ))}
          </div>
        ))}
        {entries.length === 0 && <p class="nothing">{text("palette.nothing", { query })}</p>}
      </div>
      <footer>
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {text("palette.move")}
        </span>
        <span>
          <kbd>↵</kbd> {text("palette.open")}
        </span>
        <button type="button" class="plain" onClick={() => desk.layer.value = { kind: "keys" }}>
          <kbd>Ctrl</kbd> <kbd>/</kbd> {text("palette.shortcuts")}
        </button>
      </footer>
    </dialog>
  );
}

interface OptionProps {
  readonly entry: Entry;
  readonly query: string;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}

function Option({ entry, query, isActive, onChoose }: OptionProps) {
  const { face } = entry;
  return (
    <div
      class="option"
      role="option"
      id={`palette-${entry.key}`}
      aria-selected={isActive}
      onClick={onChoose}
    >
      {face.kind === "action"
        ? (
          <span class="tile">
            <Icon name={face.icon} />
          </span>
        )
        : (
          <Avatar
            id={face.id}
            name={face.name ?? entry.label}
            picture={face.picture}
            kind={face.kind}
            size={32}
            presence={face.presence}
          />
        )}
      <span class="name cut">
        <Matched label={entry.label} query={query} />
      </span>
      <span class="note cut">{entry.hint}</span>
      {isActive && <Icon name="corner-down-left" size={16} />}
    </div>
  );
}

/** The letters that were typed stand out. */
function Matched({ label, query }: { readonly label: string; readonly query: string }) {
  const at = matchAt(label, query);
  const { length } = query.trim();
  if (at < 0 || length === 0) return <>{label}</>;
  return (
    <>
      {label.slice(0, at)}
      <mark>{label.slice(at, at + length)}</mark>
      {label.slice(at + length)}
    </>
  );
}

const NOTHING: Found = { people: [], hits: [] };

/** What the server finds for what was typed, a moment after the last key; each part as it comes. */
function useFound({ chat }: Model, query: string): Found {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    const wanted = query.trim();
    if (wanted.length < LEAST) return setFound(NOTHING);
    const stop = new AbortController();
    const timer = setTimeout(() => {
      searchPeople(chat.api, wanted, stop.signal).then((people) => setFound((known) => ({ ...known, people })), ignore);
      searchMessages(chat.api, wanted, stop.signal).then((hits) => setFound((known) => ({ ...known, hits })), ignore);
    }, ASK_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [query]);
  return found;
}

/** What cannot be searched now is not found; the rest of the palette works. */
function ignore(): void {}
