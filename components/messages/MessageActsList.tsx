import type { PageText } from "@/lib/i18n/text.ts";
import type { ConversationDetailsJson, MessageJson } from "@/lib/protocol/messages.ts";
import { Icon } from "../icons/Icon.tsx";
import type { IconName } from "../icons/names.ts";

/** What most people answer with. */
export const QUICK_REACTIONS = ["👍", "❤️", "😂", "🎉", "😮", "😢"] as const;

export interface MessageActsListProps {
  readonly conversation: ConversationDetailsJson;
  readonly message: MessageJson;
  readonly own: boolean;
  readonly back: string;
  readonly mayReply: boolean;
  readonly mayEdit: boolean;
  readonly mayRecall: boolean;
  readonly viewerId: string;
  readonly text: PageText;
}

/** Everything that can be done with a message, as links and buttons: the menu for those without script. */
export function MessageActsList(props: MessageActsListProps) {
  const { conversation, message, mayReply, mayEdit, mayRecall, viewerId, text } = props;
  const path = `/m/${message.id}`;
  const link = (href: string, icon: IconName, label: string, danger = false) => (
    <li>
      <a class={danger ? "danger" : undefined} href={href}>
        <Icon name={icon} />
        {label}
      </a>
    </li>
  );
  return (
    <>
      {mayReply && <QuickReactions path={path} message={message} viewerId={viewerId} label={text("message.react")} />}
      <ul class="rowsbox actlist">
        {mayReply && link(`/c/${conversation.id}?reply=${message.id}#composer`, "reply", text("message.reply"))}
        {link(props.back, "link", text("message.in_place"))}
        {props.own && link(`${path}/readers`, "check", text("receipt.title"))}
        {mayEdit && link(`${path}/edit`, "pencil", text("message.edit"))}
        {mayRecall && link(`${path}/recall`, "undo-2", text("message.recall"), true)}
        {!message.is_deleted && (
          <li>
            <form method="post" action={path}>
              <button type="submit" name="act" value="hide">
                <Icon name="eye-off" />
                {text("message.hide")}
              </button>
            </form>
          </li>
        )}
      </ul>
    </>
  );
}

interface QuickReactionsProps {
  readonly path: string;
  readonly message: MessageJson;
  readonly viewerId: string;
  readonly label: string;
}

function QuickReactions({ path, message, viewerId, label }: QuickReactionsProps) {
  const isMine = (emoji: string) =>
    message.reactions.some((reaction) => reaction.emoji === emoji && reaction.user_ids.includes(viewerId));
  return (
    <form class="quick" method="post" action={path} aria-label={label}>
      {QUICK_REACTIONS.map((emoji) => (
        <button
          type="submit"
          class="react"
          key={emoji}
          name={isMine(emoji) ? "off" : "on"}
          value={emoji}
          aria-pressed={isMine(emoji)}
          aria-label={`${label} ${emoji}`}
        >
          <span>{emoji}</span>
        </button>
      ))}
    </form>
  );
}
