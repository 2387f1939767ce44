import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { ConversationDetailsJson } from "@/lib/protocol/messages.ts";
import { Icon } from "../icons/Icon.tsx";

export interface DetailsTilesProps {
  readonly conversation: ConversationDetailsJson;
  readonly viewerId: string;
  readonly reader: Reader;
  readonly onMute?: (event: MouseEvent) => void;
  readonly onSearch?: (event: MouseEvent) => void;
}

/** Mute, invite and search in a group; mute, search and block with a person. */
export function DetailsTiles({ conversation, viewerId, reader, onMute, onSearch }: DetailsTilesProps) {
  const text = liveText(reader.locale);
  const { id, kind, muted, peer, role } = conversation;
  return (
    <div class="tiles">
      <form method="post" action={`/c/${id}/mute`}>
        <button type="submit" class="tile" name="muted" value={muted ? "no" : "yes"} onClick={onMute}>
          <Icon name={muted ? "bell" : "bell-off"} />
          {text(muted ? "details.unmute" : "details.mute")}
        </button>
      </form>
      {kind === "group" && role !== "member" && (
        <a class="tile" href={`/groups/${id}/invite`}>
          <Icon name="user-plus" />
          {text("details.invite")}
        </a>
      )}
      <a class="tile" href={`/search?in=${id}`} onClick={onSearch}>
        <Icon name="search" />
        {text("details.search")}
      </a>
      {kind === "direct" && peer && peer.id !== viewerId && (
        <a class="tile" href={`/people/${peer.id}/block`}>
          <Icon name="ban" />
          {text("details.block")}
        </a>
      )}
    </div>
  );
}
