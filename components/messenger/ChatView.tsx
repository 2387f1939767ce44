import { liveText } from "@/lib/i18n/live_text.ts";
import type { Role } from "@/lib/protocol/messages.ts";
import { AnnouncementBanner } from "../chat/AnnouncementBanner.tsx";
import { ChatHeader } from "../chat/ChatHeader.tsx";
import { Composer, ComposerStrip, ReadOnlyLine } from "../chat/Composer.tsx";
import { NewMessagesPill } from "../chat/NewMessagesPill.tsx";
import { TypingSlot } from "../chat/TypingSlot.tsx";
import { lineOf } from "../list/preview.ts";
import { rowName } from "../list/ConversationRow.tsx";
import type { People, TimelineMessage, Viewer } from "../props.ts";
import { groupMessages } from "../timeline/group_messages.ts";
import { groupReceipts } from "../timeline/receipts.ts";
import { Timeline } from "../timeline/Timeline.tsx";
import { ChatFrame } from "./ChatFrame.tsx";
import { ConversationBeginning } from "./ConversationBeginning.tsx";
import type { MessengerProps, OpenConversation } from "./props.ts";

export interface ChatViewProps {
  readonly open: OpenConversation;
  readonly viewer: Viewer;
  readonly reader: MessengerProps["reader"];
  readonly closedBanners: MessengerProps["closedBanners"];
}

/** A conversation as the server shows it, complete without script. */
export function ChatView({ open, viewer, reader, closedBanners }: ChatViewProps) {
  const { details, page } = open;
  const text = liveText(reader.locale);
  const people = peopleOf(open);
  const path = `/c/${details.id}`;
  const rows = groupMessages(page.messages, { viewerId: viewer.id, reader, unreadAfter: open.unreadAfter });
  const stored = page.messages.filter((message): message is TimelineMessage => !("hidden" in message));
  const first = page.messages[0];
  const last = page.messages.at(-1);
  return (
    <ChatFrame
      header={<ChatHeader conversation={details} viewerId={viewer.id} reader={reader} online={onlineIn(open)} />}
      banner={<AnnouncementBanner conversation={details} closed={closedBanners} reader={reader} />}
      timeline={
        <Timeline
          rows={rows}
          kind={details.kind}
          viewerId={viewer.id}
          reader={reader}
          people={people}
          roles={rolesOf(open)}
          receipts={details.kind === "group" ? receiptsOf(open, viewer.id, stored) : undefined}
          litId={stored.find((message) => message.seq === open.at)?.id ?? null}
          label={text("chat.timeline", { name: details.name })}
          before={page.has_older && first
            ? (
              <li class="turn">
                <a href={`${path}?before=${first.seq}`} rel="prev">{text("timeline.older")}</a>
              </li>
            )
            : <ConversationBeginning conversation={details} viewerId={viewer.id} reader={reader} />}
          after={page.has_newer && last &&
            (
              <li class="turn">
                <a href={`${path}?after=${last.seq}`} rel="next">{text("timeline.newer")}</a>
              </li>
            )}
        />
      }
      pill={page.has_newer && <NewMessagesPill count={0} mentioned={false} reader={reader} href={path} />}
      typing={<TypingSlot names={[]} reader={reader} />}
      composer={open.cannotWrite !== null ? <ReadOnlyLine reason={open.cannotWrite} /> : (
        <Composer
          conversationId={details.id}
          name={rowName(text, details, viewer.id)}
          reader={reader}
          clientId={open.clientId}
          replyTo={open.replyTo?.id}
          value={open.draft}
          strip={open.replyTo && (
            <ComposerStrip
              reader={reader}
              kind="reply"
              name={text("composer.reply_to", {
                name: people[open.replyTo.sender_id]?.display_name ?? open.replyTo.sender_name ?? "",
              })}
              line={lineOf(open.replyTo)}
              closeHref={path}
            />
          )}
        />
      )}
    />
  );
}

/** Members, and authors who are members no longer. */
export const peopleOf = ({ details, page }: OpenConversation): People => ({
  ...Object.fromEntries((page.people ?? []).map((person) => [person.id, person])),
  ...Object.fromEntries(details.members.map(({ user }) => [user.id, user])),
  ...(details.peer ? { [details.peer.id]: details.peer } : {}),
});

/** Owner and admins only: members carry no tag. */
export const rolesOf = ({ details }: OpenConversation): Record<string, Role> =>
  details.kind === "direct"
    ? {}
    : Object.fromEntries(details.members.flatMap(({ user, role }) => role === "member" ? [] : [[user.id, role]]));

const receiptsOf = ({ details }: OpenConversation, viewerId: string, messages: readonly TimelineMessage[]) =>
  groupReceipts(messages, viewerId, details.members.filter(({ user }) => user.id !== viewerId));

/** Only as many as the page knows of: a large group gives its first hundred members. */
function onlineIn({ details }: OpenConversation): number | undefined {
  if (details.kind === "direct" || details.members.length < details.member_count) return undefined;
  return details.members.filter(({ user }) => user.status !== "offline").length;
}
