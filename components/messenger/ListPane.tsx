import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { Beyond, ConversationJson } from "@/lib/protocol/messages.ts";
import { EmptyState } from "../EmptyState.tsx";
import { ConversationList, type ConversationListProps } from "../list/ConversationList.tsx";
import { type ListFilter, ListHead, type ListHeadProps } from "../list/ListHead.tsx";

export interface ListPaneProps
  extends Omit<ConversationListProps, "empty">, Pick<ListHeadProps, "filter" | "onFilter" | "onSearch"> {
  readonly beyond: Beyond | null;
  /** Keeps rows in place under a pointer or focus. */
  readonly onPointerEnter?: () => void;
  readonly onPointerLeave?: () => void;
  readonly onFocusIn?: () => void;
  readonly onFocusOut?: () => void;
}

/** Title, search, filters and the conversations that pass them. */
export function ListPane(props: ListPaneProps) {
  const { conversations, beyond, filter, reader, onFilter, onSearch } = props;
  const text = liveText(reader.locale);
  return (
    <section
      class="list"
      aria-label={text("list.title")}
      onPointerEnter={props.onPointerEnter}
      onPointerLeave={props.onPointerLeave}
      onFocusIn={props.onFocusIn}
      onFocusOut={props.onFocusOut}
    >
      <ListHead
        reader={reader}
        filter={filter}
        counts={countsOf(conversations.filter(({ id }) => id !== props.currentId), beyond)}
        empty={conversations.length === 0}
        onFilter={onFilter}
        onSearch={onSearch}
      />
      <div class="listed">
        <ConversationList
          {...props}
          conversations={conversations.filter((conversation) => passes(conversation, filter, props.currentId))}
          empty={<NothingListed filter={filter} reader={reader} />}
        />
        {beyond && <a class="button" href="/?all">{text("list.more", { count: beyond.count })}</a>}
      </div>
    </section>
  );
}

/** Without the open one, which is being read: counting it would move the chips as the page comes alive. */
const countsOf = (conversations: readonly ConversationJson[], beyond: Beyond | null) => ({
  unread: (beyond?.unread ?? 0) + conversations.filter(({ unread, muted }) => unread > 0 && !muted).length,
  mentions: (beyond?.mentions ?? 0) + conversations.filter(({ mentions }) => mentions > 0).length,
});

/** The open conversation stays listed, or it would vanish while it is read. */
const passes = (conversation: ConversationJson, filter: ListFilter, currentId?: string | null): boolean =>
  filter === "all" || conversation.id === currentId ||
  (filter === "unread" ? conversation.unread > 0 : conversation.mentions > 0);

function NothingListed({ filter, reader }: { readonly filter: ListFilter; readonly reader: Reader }) {
  const text = liveText(reader.locale);
  if (filter !== "all") return <EmptyState line={text(`list.none_${filter}`)} />;
  return (
    <EmptyState title={text("list.none")} line={text("list.none_hint")}>
      <a class="button" href="/new">{text("list.start")}</a>
    </EmptyState>
  );
}
