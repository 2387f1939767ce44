import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { ConversationJson } from "@/lib/protocol/messages.ts";
import { rowName } from "../list/ConversationRow.tsx";
import { Avatar } from "../people/Avatar.tsx";

export interface ConversationBeginningProps {
  readonly conversation: ConversationJson;
  readonly viewerId: string;
  readonly reader: Reader;
}

/** Above the very first message. */
export function ConversationBeginning({ conversation, viewerId, reader }: ConversationBeginningProps) {
  const text = liveText(reader.locale);
  const { id, kind, peer } = conversation;
  const name = rowName(text, conversation, viewerId);
  const isNotes = kind === "direct" && peer?.id === viewerId;
  return (
    <li class="beginning">
      <Avatar
        id={peer?.id ?? id}
        name={name}
        picture={conversation.avatar}
        kind={kind === "group" ? "group" : "person"}
        size={64}
      />
      <p class="name">{name}</p>
      <p class="hint">
        {isNotes
          ? text("chat.beginning_notes")
          : text(kind === "group" ? "chat.beginning_group" : "chat.beginning", { name })}
      </p>
    </li>
  );
}
