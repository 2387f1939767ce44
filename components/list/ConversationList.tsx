import type { ComponentChildren } from "preact";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { ConversationJson } from "@/lib/protocol/messages.ts";
import type { Viewer } from "../props.ts";
import { ConversationRow } from "./ConversationRow.tsx";

export interface ConversationListProps {
  /** In the order to show. */
  readonly conversations: readonly ConversationJson[];
  readonly viewer: Pick<Viewer, "id">;
  readonly reader: Reader;
  readonly currentId?: string | null;
  readonly drafts?: Readonly<Record<string, string>>;
  /** Conversations in which someone is typing. */
  readonly typingIn?: ReadonlySet<string>;
  readonly onOpen?: (conversationId: string, event: MouseEvent) => void;
  /** Shown when there is no conversation. */
  readonly empty?: ComponentChildren;
}

/** The rows of the list pane. Without script each is a plain link. */
export function ConversationList(props: ConversationListProps) {
  const { conversations, currentId, drafts = {}, typingIn, empty } = props;
  if (conversations.length === 0) return <>{empty}</>;
  return (
    <nav aria-label={liveText(props.reader.locale)("list.label")}>
      <ul class="rows">
        {conversations.map((conversation) => (
          <ConversationRow
            key={conversation.id}
            conversation={conversation}
            viewer={props.viewer}
            reader={props.reader}
            current={conversation.id === currentId}
            draft={drafts[conversation.id] ?? ""}
            typing={typingIn?.has(conversation.id) ?? false}
            onOpen={props.onOpen}
          />
        ))}
      </ul>
    </nav>
  );
}
