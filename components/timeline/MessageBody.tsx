import type { ComponentChildren } from "preact";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import { isLong } from "@/lib/markup/long.ts";
import { Markup } from "@/lib/markup/Markup.tsx";
import type { ConversationKind } from "@/lib/protocol/messages.ts";
import type { People, TimelineMessage } from "../props.ts";
import { Files, isPicture, Pictures } from "./Attachments.tsx";
import { mentionedIn } from "./mentioned.ts";

export interface MessageBodyProps {
  readonly message: TimelineMessage;
  readonly kind: ConversationKind;
  readonly viewerId: string;
  readonly reader: Reader;
  readonly people: People;
  readonly own: boolean;
  readonly editableAgain?: boolean;
  readonly onEditAgain?: (message: TimelineMessage) => void;
  /** Put at the end of the last line. */
  readonly tail?: ComponentChildren;
}

/** What a message says: its text, folded when long, and its files; or that it was recalled. */
export function MessageBody(props: MessageBodyProps) {
  const { message, kind, viewerId, reader, people, tail } = props;
  if (message.is_deleted) return <Recalled {...props} />;
  const files = message.data.attachments ?? [];
  const pictures = files.filter(isPicture);
  const others = files.filter((file) => !isPicture(file));
  const hasText = message.content !== "";
  const last = hasText && (others.length === 0 || kind === "group") ? "text" : others.length > 0 ? "files" : "pictures";
  return (
    <>
      <Pictures pictures={pictures} tail={last === "pictures" && tail} />
      {hasText && (
        <Fold long={isLong(message.content)} id={message.id} reader={reader}>
          <Markup
            text={message.content}
            mentioned={mentionedIn(message.data, people)}
            viewerId={viewerId}
            tail={last === "text" && tail}
          />
        </Fold>
      )}
      <Files files={others} reader={reader} tail={last === "files" && tail} />
    </>
  );
}

interface FoldProps {
  readonly long: boolean;
  readonly id: string;
  readonly reader: Reader;
  readonly children: ComponentChildren;
}

/** A long message shows its first lines until "Show all" is ticked: a checkbox, so that it needs no script. */
function Fold({ long, id, reader, children }: FoldProps) {
  if (!long) return <div class="text">{children}</div>;
  const text = liveText(reader.locale);
  return (
    <div class="text fold">
      <div class="folded">{children}</div>
      <input type="checkbox" id={`all-${id}`} class="vh" />
      <label for={`all-${id}`}>
        <span class="more">{text("message.show_all")}</span>
        <span class="less">{text("message.show_less")}</span>
      </label>
    </div>
  );
}

function Recalled({ message, own, reader, tail, editableAgain = false, onEditAgain }: MessageBodyProps) {
  const text = liveText(reader.locale);
  return (
    <div class="text recalled">
      <p>
        {text("message.recalled")}
        {own && editableAgain && onEditAgain && (
          <button
            type="button"
            class="plain"
            onClick={() => onEditAgain(message)}
          >
            {text("message.edit_again")}
          </button>
        )}
        {tail}
      </p>
    </div>
  );
}
