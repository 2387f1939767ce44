import { type LiveText, liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { ReactionJson } from "@/lib/protocol/messages.ts";
import { Icon } from "../icons/Icon.tsx";
import type { People, TimelineMessage } from "../props.ts";

export interface ReactionsProps {
  readonly message: TimelineMessage;
  readonly viewerId: string;
  readonly reader: Reader;
  readonly people: People;
  readonly onReact?: (message: TimelineMessage, emoji: string, on: boolean) => void;
  readonly onPickReaction?: (message: TimelineMessage, event: MouseEvent) => void;
}

const NAMED = 10;
/** About two rows on a phone; the others are behind "+n". */
const SHOWN = 9;

/** Emoji with their counts; mine stand out. Without script each is a button of a form. */
export function Reactions(props: ReactionsProps) {
  const { message, reader, onPickReaction } = props;
  const text = liveText(reader.locale);
  const { reactions } = message;
  const shown = reactions.length > SHOWN + 1 ? SHOWN : reactions.length;
  const rest = reactions.slice(shown);
  const pill = (reaction: ReactionJson) => <Pill key={reaction.emoji} reaction={reaction} {...props} />;
  return (
    <form class="reactions" method="post" action={`/m/${message.id}`}>
      <input type="hidden" name="act" value="react" />
      {reactions.slice(0, shown).map(pill)}
      {rest.length > 0 && (
        <>
          <input type="checkbox" id={`more-${message.id}`} class="vh" />
          <label for={`more-${message.id}`} class="react">
            +{rest.length}
            <span class="vh">{text("message.more_reactions")}</span>
          </label>
          <div class="rest">{rest.map(pill)}</div>
        </>
      )}
      {onPickReaction && (
        <button
          type="button"
          class="react add"
          aria-label={text("message.react")}
          onClick={(event) => onPickReaction(message, event)}
        >
          <Icon name="face-slightly-smiling-plus" size={16} />
        </button>
      )}
    </form>
  );
}

function Pill({ reaction, message, viewerId, reader, people, onReact }: ReactionsProps & { reaction: ReactionJson }) {
  const mine = reaction.user_ids.includes(viewerId);
  return (
    <button
      type="submit"
      class="react"
      name={mine ? "off" : "on"}
      value={reaction.emoji}
      aria-pressed={mine}
      aria-label={`${reaction.emoji} ${reaction.user_ids.length}`}
      title={whoReacted(liveText(reader.locale), reaction, people, viewerId)}
      onClick={onReact && ((event) => {
        event.preventDefault();
        onReact(message, reaction.emoji, !mine);
      })}
    >
      <span>{reaction.emoji}</span> {reaction.user_ids.length}
    </button>
  );
}

/** "Aisha, Jonas and 4 more". */
function whoReacted(text: LiveText, { user_ids }: ReactionJson, people: People, viewerId: string): string {
  const names = user_ids.slice(0, NAMED).map((id) =>
    id === viewerId ? text("name.you") : people[id]?.display_name ?? text("name.someone")
  );
  const list = names.join(text("list.comma"));
  const more = user_ids.length - names.length;
  return more > 0 ? text("message.and_more", { names: list, count: more }) : list;
}
