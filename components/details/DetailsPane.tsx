import type { ComponentChildren } from "preact";
import { formatDate } from "@/lib/i18n/format.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import { Markup } from "@/lib/markup/Markup.tsx";
import type { ConversationDetailsJson, PersonJson } from "@/lib/protocol/messages.ts";
import { Icon } from "../icons/Icon.tsx";
import { rowName } from "../list/ConversationRow.tsx";
import { Avatar } from "../people/Avatar.tsx";
import { MemberRow } from "../people/MemberRow.tsx";
import { DetailsTiles } from "./DetailsTiles.tsx";
import { inMemberOrder } from "./member_order.ts";

export interface DetailsPaneProps {
  readonly conversation: ConversationDetailsJson;
  readonly viewerId: string;
  readonly reader: Reader;
  /** The heading's level: 1 on the page of its own. */
  readonly level?: 1 | 2;
  readonly onClose?: (event: MouseEvent) => void;
  readonly onMute?: (event: MouseEvent) => void;
  readonly onSearch?: (event: MouseEvent) => void;
  readonly onOpenPerson?: (person: PersonJson, event: MouseEvent) => void;
  /** Behind the members' rows: their ⋯. */
  readonly memberEnd?: (person: PersonJson) => ComponentChildren;
}

const MEMBERS_SHOWN = 50;

/** Everything about a conversation but its messages. Beside the chat when there is room, else a page. */
export function DetailsPane(props: DetailsPaneProps) {
  const { conversation, viewerId, reader, level = 2, onClose } = props;
  const text = liveText(reader.locale);
  const name = rowName(text, conversation, viewerId);
  const Title = level === 1 ? "h1" : "h2";
  const isGroup = conversation.kind === "group";
  const peer = conversation.peer;
  return (
    <div class="details">
      <header class="head">
        <Title>{text("details.title")}</Title>
        <a class="tool" href={`/c/${conversation.id}`} aria-label={text("details.close")} onClick={onClose}>
          <Icon name="x" />
        </a>
      </header>
      <section class="card">
        <Avatar
          id={peer?.id ?? conversation.id}
          name={name}
          picture={conversation.avatar}
          kind={isGroup ? "group" : "person"}
          size={72}
        />
        <p class="name">{name}</p>
        {isGroup
          ? conversation.description !== "" && <p class="hint">{conversation.description}</p>
          : peer && <p class="hint">@{peer.username}</p>}
        <DetailsTiles {...props} />
      </section>
      {isGroup && <Announcement {...props} />}
      {isGroup && <Members {...props} />}
      {!isGroup && (
        <footer>
          <FilesLink conversation={conversation} reader={reader} />
        </footer>
      )}
      {isGroup && (
        <footer>
          <FilesLink conversation={conversation} reader={reader} />
          {conversation.role === "member" ? null : (
            <a href={`/groups/${conversation.id}/settings`}>
              <Icon name="settings" />
              {text("details.settings")}
            </a>
          )}
          <a class="danger" href={`/groups/${conversation.id}/leave`}>
            <Icon name="log-out" />
            {text("details.leave")}
          </a>
        </footer>
      )}
    </div>
  );
}

const FilesLink = ({ conversation, reader }: Pick<DetailsPaneProps, "conversation" | "reader">) => (
  <a href={`/c/${conversation.id}/files`}>
    <Icon name="paperclip" />
    {liveText(reader.locale)("details.files")}
  </a>
);

/** One below the pane's own title, which is an `h2` beside a chat. */
const headOf = (level: DetailsPaneProps["level"]) => (level === 1 ? "h2" : "h3");

function Announcement({ conversation, reader, level }: DetailsPaneProps) {
  const Head = headOf(level);
  const text = liveText(reader.locale);
  const mayEdit = conversation.role !== "member";
  const { announcement, announcement_at, announcement_by, members } = conversation;
  if (announcement === "" && !mayEdit) return null;
  const author = members.find((member) => member.user.id === announcement_by)?.user.display_name;
  return (
    <section id="announcement">
      <Head class="part">
        {text("announcement.title")}
        {mayEdit && <a href={`/groups/${conversation.id}/announcement`}>{text("announcement.edit")}</a>}
      </Head>
      {announcement === "" ? <p class="hint">{text("announcement.none")}</p> : (
        <div class="text">
          <Markup text={announcement} />
        </div>
      )}
      {announcement_at !== null && announcement !== "" && (
        <p class="hint">{author ? `${author}, ` : ""}{formatDate(reader, announcement_at)}</p>
      )}
    </section>
  );
}

function Members({ conversation, viewerId, reader, level, onOpenPerson, memberEnd }: DetailsPaneProps) {
  const Head = headOf(level);
  const text = liveText(reader.locale);
  const ordered = inMemberOrder(conversation.members, reader.locale).slice(0, MEMBERS_SHOWN);
  return (
    <section id="members">
      <Head class="part">
        {text("details.members", { count: conversation.member_count })}
        {conversation.role !== "member" && <a href={`/groups/${conversation.id}/add`}>{text("details.add")}</a>}
      </Head>
      <ul class="members">
        {ordered.map(({ user, role }) => (
          <MemberRow
            key={user.id}
            person={user}
            viewerId={viewerId}
            reader={reader}
            role={role}
            onOpen={onOpenPerson}
          >
            {memberEnd?.(user)}
          </MemberRow>
        ))}
      </ul>
      <a class="all" href={`/groups/${conversation.id}/members`}>{text("details.all_members")}</a>
    </section>
  );
}
