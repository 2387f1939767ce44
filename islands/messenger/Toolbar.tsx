import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "@/components/icons/Icon.tsx";
import type { IconName } from "@/components/icons/names.ts";
import type { TimelineMessage } from "@/components/props.ts";
import type { Room } from "@/lib/client/room.ts";
import type { Spot } from "@/lib/client/desk.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { MessageActing } from "./message_acting.ts";
import { useModel } from "./model.ts";
import { copyText } from "./saying.ts";
import { react } from "./verbs.ts";

const THUMB = "👍";

export interface ToolbarProps {
  readonly message: TimelineMessage;
  readonly room: Room;
  readonly acts: MessageActing;
}

/** The acts that stand over the message under the pointer. One for the whole timeline, so that nothing moves. */
export function Toolbar({ message, room, acts }: ToolbarProps) {
  const model = useModel();
  const text = liveText(model.reader.value.locale);
  const holder = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!holder.current) return;
    const article = document.querySelector(`#m${message.seq} article`);
    const middle = holder.current.offsetParent;
    if (!article || !middle) return;
    const top = article.getBoundingClientRect().top - middle.getBoundingClientRect().top;
    holder.current.style.setProperty("inset-block-start", `${Math.max(4, top - 18)}px`);
  }, [message]);
  const own = message.sender_id === model.viewer.id;
  const isDirect = model.chat.conversations.get(room.id)?.kind === "direct";
  const tool = (icon: IconName, label: string, call: (at: Spot) => void) => (
    <button
      type="button"
      class="tool"
      aria-label={label}
      title={label}
      onClick={(event) => {
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        call({ x: left, y: bottom });
      }}
    >
      <Icon name={icon} size={16} />
    </button>
  );
  const hasThumb = message.reactions.some(({ emoji, user_ids }) =>
    emoji === THUMB && user_ids.includes(model.viewer.id)
  );
  return (
    <div class={own && isDirect ? "own bubbled" : ""} onPointerLeave={() => acts.leave()}>
      <div class="toolbar" role="toolbar" aria-label={text("message.acts")} ref={holder}>
        {tool("thumbs-up", text("message.thumb"), () => void react(model, message, THUMB, !hasThumb))}
        {tool("face-slightly-smiling-plus", text("message.react"), (at) => acts.pickReaction(message, at))}
        <hr />
        {tool("reply", text("message.reply"), () => acts.reply(message))}
        {message.content && tool("copy", text("message.copy"), () => void copyText(model, message))}
        {tool("ellipsis", text("chat.more"), (at) => acts.menu(message, at))}
      </div>
    </div>
  );
}
