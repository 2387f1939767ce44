import { liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import { Icon } from "../icons/Icon.tsx";
import { Avatar } from "../people/Avatar.tsx";

export interface MessageToastProps {
  readonly conversationId: string;
  readonly sender: { readonly id: string; readonly name: string; readonly picture: string };
  /** Name of the group; null in a direct chat. */
  readonly group: string | null;
  readonly line: string;
  readonly mentionsMe: boolean;
  readonly reader: Reader;
  readonly onClose: () => void;
}

/** Tells of a new message in a conversation that does not stand open, and leads there. */
export function MessageToast(props: MessageToastProps) {
  const { conversationId, sender, group, line, mentionsMe, reader, onClose } = props;
  const text = liveText(reader.locale);
  return (
    <div class="toast said">
      <a href={`/c/${conversationId}`}>
        <Avatar id={sender.id} name={sender.name} picture={sender.picture} size={40} />
        <span class="words">
          <b class="cut">{group === null ? sender.name : text("notify.group", { name: sender.name, group })}</b>
          <span class="cut" dir="auto">{line}</span>
        </span>
        {mentionsMe && (
          <>
            <span class="mention" aria-hidden="true">@</span>
            <span class="vh">{text("row.mentioned")}</span>
          </>
        )}
      </a>
      <button type="button" class="tool" aria-label={text("dialog.close")} onClick={onClose}>
        <Icon name="x" size={16} />
      </button>
    </div>
  );
}
