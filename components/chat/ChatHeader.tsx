import { formatMoment } from "@/lib/i18n/format.ts";
import { type LiveText, liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { ConversationJson } from "@/lib/protocol/messages.ts";
import { Icon } from "../icons/Icon.tsx";
import { rowName } from "../list/ConversationRow.tsx";
import { Avatar } from "../people/Avatar.tsx";

export interface ChatHeaderProps {
  readonly conversation: ConversationJson;
  readonly viewerId: string;
  readonly reader: Reader;
  /** Members online, of a group; absent when not known. */
  readonly online?: number;
  readonly detailsOpen?: boolean;
  readonly onDetails?: (event: MouseEvent) => void;
  readonly onSearch?: (event: MouseEvent) => void;
  readonly onMenu?: (event: MouseEvent) => void;
}

/** Who this is with, and the ways to search it and to its details. */
export function ChatHeader(props: ChatHeaderProps) {
  const { conversation, viewerId, reader, detailsOpen = false, onDetails, onSearch, onMenu } = props;
  const text = liveText(reader.locale);
  const name = rowName(text, conversation, viewerId);
  const peer = conversation.peer?.id === viewerId ? null : conversation.peer;
  return (
    <header class="head">
      <a class="tool back" href="/" aria-current="false" aria-label={text("chat.back")}>
        <Icon name="arrow-left" />
      </a>
      <Avatar
        id={conversation.peer?.id ?? conversation.id}
        name={name}
        picture={conversation.avatar}
        kind={conversation.kind === "group" ? "group" : "person"}
        size={36}
        presence={peer?.status ?? null}
      />
      <div class="title">
        <h1 class="cut">{name}</h1>
        <p class="cut">{subtitle(text, props)}</p>
      </div>
      <a
        class="tool"
        href={`/search?in=${conversation.id}`}
        aria-label={text("chat.search")}
        title={text("chat.search")}
        onClick={onSearch}
      >
        <Icon name="search" />
      </a>
      <a
        class={detailsOpen ? "tool on" : "tool"}
        href={`/c/${conversation.id}/details`}
        aria-label={text("chat.details")}
        title={text("chat.details")}
        aria-expanded={onDetails && detailsOpen}
        onClick={onDetails}
      >
        <Icon name="panel-right" />
      </a>
      {onMenu && (
        <button type="button" class="tool" aria-label={text("chat.more")} aria-haspopup="menu" onClick={onMenu}>
          <Icon name="ellipsis" />
        </button>
      )}
    </header>
  );
}

function subtitle(text: LiveText, { conversation, viewerId, reader, online }: ChatHeaderProps): string {
  if (conversation.kind === "group") {
    const members = text("chat.members", { count: conversation.member_count });
    return online === undefined ? members : text("chat.members_online", { members, online });
  }
  const peer = conversation.peer;
  if (!peer || peer.id === viewerId) return text("chat.notes_hint");
  if (peer.status_text !== "") return peer.status_text;
  if (peer.status === "offline" && peer.last_seen !== null) {
    return text("presence.last_seen", { when: formatMoment(reader, peer.last_seen) });
  }
  return text(`presence.${peer.status}`);
}
