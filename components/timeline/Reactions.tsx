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

/** Emoji with their counts; mine stand out. Without script each is a button of a form. */
export function Reactions({ message, viewerId, reader, people, onReact, onPickReaction }: ReactionsProps) {
  const text = liveText(reader.locale);
  return (
    <form class="reactions" method="post" action={`/m/${message.id}`}>
      <input type="hidden" name="act" value="react" />
      {message.reactions.map((reaction) => {
        const mine = reaction.user_ids.includes(viewerId);
        return (
          <button
            type="submit"
            key={reaction.emoji}
            class="react"
            name={mine ? "off" : "on"}
            value={reaction.emoji}
            aria-pressed={mine}
            aria-label={`${reaction.emoji} ${reaction.user_ids.length}`}
            title={whoReacted(text, reaction, people, viewerId)}
            onClick={onReact && ((event) => {
              event.preventDefault();
              onReact(message, reaction.emoji, !mine);
            })}
          >
            <span>{reaction.emoji}</span> {reaction.user_ids.length}
          </button>
        );
      })}
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

/** "Aisha, Jonas and 4 more". */
function whoReacted(text: LiveText, { user_ids }: ReactionJson, people: People, viewerId: string): string {
  const names = user_ids.slice(0, NAMED).map((id) =>
    id === viewerId ? text("name.you") : people[id]?.display_name ?? text("name.someone")
  );
  const list = names.join(text("list.comma"));
  const more = user_ids.length - names.length;
  return more > 0 ? text("message.and_more", { names: list, count: more }) : list;
}
