import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import { Icon } from "../icons/Icon.tsx";

export type ListFilter = "all" | "unread" | "mentions";

export interface ListHeadProps {
  readonly reader: Reader;
  readonly filter: ListFilter;
  /** Conversations with something unread, and with a mention of me. */
  readonly counts: { readonly unread: number; readonly mentions: number };
  /** Without a conversation there is nothing to choose from. */
  readonly empty?: boolean;
  /** Where the chips lead without script: the page with `?show=`. */
  readonly path?: string;
  readonly onFilter?: (filter: ListFilter, event: MouseEvent) => void;
  /** Opens the palette; without it the field is a link to the search page. */
  readonly onSearch?: (event: MouseEvent) => void;
}

/** Title, new chat, search and the three filters above the list. */
export function ListHead({ reader, filter, counts, empty = false, path = "/", onFilter, onSearch }: ListHeadProps) {
  const text = liveText(reader.locale);
  const chip = (value: ListFilter, label: string, count: number | null) => (
    <a
      class="chip"
      href={value === "all" ? path : `${path}?show=${value}`}
      aria-current={filter === value ? "true" : "false"}
      onClick={onFilter && ((event) => onFilter(value, event))}
    >
      {label}
      {count !== null && count > 0 && <span class="num">{count}</span>}
    </a>
  );
  return (
    <div class="listhead">
      <header class="head">
        <h2>{text("list.title")}</h2>
        <a class="tool" href="/new" aria-label={text("list.new")} title={text("list.new")}>
          <Icon name="square-pen" />
        </a>
      </header>
      <a class="jump" href="/search" onClick={onSearch}>
        <Icon name="search" />
        <span class="wide">{text("list.jump")}</span>
        <span class="narrow">{text("list.search")}</span>
        <kbd>Ctrl K</kbd>
      </a>
      {!empty && (
        <nav class="chips" aria-label={text("list.filter")}>
          {chip("all", text("list.all"), null)}
          {chip("unread", text("list.unread"), counts.unread)}
          {chip("mentions", text("list.mentions"), counts.mentions)}
        </nav>
      )}
    </div>
  );
}
