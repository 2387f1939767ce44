import { formatRowTime, toMinute } from "@/lib/i18n/format.ts";
import { type LiveText, liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { ConversationJson } from "@/lib/protocol/messages.ts";
import { Icon } from "../icons/Icon.tsx";
import { Avatar } from "../people/Avatar.tsx";
import type { Viewer } from "../props.ts";
import { Tick } from "../timeline/Tick.tsx";
import { type Preview, previewOf } from "./preview.ts";

export interface ConversationRowProps {
  readonly conversation: ConversationJson;
  readonly viewer: Pick<Viewer, "id">;
  readonly reader: Reader;
  /** The conversation that stands open. */
  readonly current?: boolean;
  /** What was begun and not sent; "" when nothing. */
  readonly draft?: string;
  readonly typing?: boolean;
  readonly onOpen?: (conversationId: string, event: MouseEvent) => void;
}

/** One link to a conversation: who, when, what was said last, and what is new there. */
export function ConversationRow(props: ConversationRowProps) {
  const { conversation, viewer, reader, current = false, onOpen } = props;
  const text = liveText(reader.locale);
  const preview = previewOf(text, conversation, viewer.id);
  const name = rowName(text, conversation, viewer.id);
  const time = conversation.last_message ? formatRowTime(reader, conversation.last_activity) : "";
  const unread = current ? 0 : conversation.unread;
  const classes = ["row", unread > 0 && !conversation.muted ? "new" : ""].filter((part) => part !== "").join(" ");
  return (
    <li>
      <a
        class={classes}
        href={`/c/${conversation.id}`}
        aria-current={current ? "page" : "false"}
        onClick={onOpen && ((event) => onOpen(conversation.id, event))}
      >
        <Avatar
          id={conversation.peer?.id ?? conversation.id}
          name={name}
          picture={conversation.avatar}
          kind={conversation.kind === "group" ? "group" : "person"}
          presence={conversation.peer?.id === viewer.id ? null : conversation.peer?.status ?? null}
        />
        <span class="line">
          <span class="name cut">{name}</span>
          {conversation.muted && (
            <>
              <Icon name="bell-off" size={14} />
              <span class="vh">{text("row.muted")}</span>
            </>
          )}
          <time dateTime={toMinute(conversation.last_activity)}>{time}</time>
        </span>
        <span class="line">
          <SecondLine {...props} text={text} preview={preview} />
          {!current && <Badges conversation={conversation} text={text} />}
        </span>
      </a>
    </li>
  );
}

/** A chat with oneself is named for what it is for. */
export const rowName = (text: LiveText, conversation: ConversationJson, viewerId: string): string =>
  conversation.kind === "direct" && conversation.peer?.id === viewerId ? text("row.notes") : conversation.name;

function SecondLine(
  { text, preview, draft = "", typing = false, current = false }: ConversationRowProps & {
    readonly text: LiveText;
    readonly preview: Preview;
  },
) {
  if (draft !== "" && !current) {
    return (
      <span class="preview cut">
        <b class="draft">{text("row.draft")}</b> {draft}
      </span>
    );
  }
  if (typing) return <span class="preview cut typing">{text("row.typing")}</span>;
  return (
    <>
      {preview.tick && <Tick state={preview.tick} />}
      {preview.icon && <Icon name={preview.icon} size={14} />}
      <span class={preview.faint ? "preview cut faint" : "preview cut"}>{preview.lead}{preview.text}</span>
    </>
  );
}

/** The eye sees signs; who listens hears what they mean. */
function Badges({ conversation, text }: { readonly conversation: ConversationJson; readonly text: LiveText }) {
  const { unread, mentions, muted } = conversation;
  return (
    <>
      {mentions > 0 && (
        <>
          <span class="mention" aria-hidden="true">@</span>
          <span class="vh">{text("row.mentioned")}</span>
        </>
      )}
      {unread > 0 && (
        <>
          <span class={muted ? "badge quiet" : "badge"} aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
          <span class="vh">{text("row.unread", { count: unread })}</span>
        </>
      )}
    </>
  );
}
