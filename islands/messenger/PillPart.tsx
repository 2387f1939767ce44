import { NewMessagesPill } from "@/components/chat/NewMessagesPill.tsx";
import { isPlainClick } from "@/lib/client/navigation.ts";
import type { Room } from "@/lib/client/room.ts";
import { useModel } from "./model.ts";
import type { Stream } from "./stream.ts";

/** The way down to what has come since the eye left the end. */
export function PillPart({ room, stream }: { readonly room: Room; readonly stream: Stream }) {
  const { chat, reader, viewer } = useModel();
  room.timeline.version.value;
  if (!stream.isAway.value && !room.timeline.hasNewer) return null;
  const fresh = room.timeline.messages.filter((message) =>
    message.seq > stream.seenTo.value && message.sender_id !== viewer.id && message.message_type !== "system"
  );
  chat.conversations.version.value;
  const unread = chat.conversations.get(room.id);
  const count = room.timeline.hasNewer ? unread?.unread ?? 0 : fresh.length;
  const isMentioned = room.timeline.hasNewer
    ? (unread?.mentions ?? 0) > 0
    : fresh.some((message) => message.data.mentions?.includes(viewer.id));
  return (
    <NewMessagesPill
      count={count}
      mentioned={isMentioned}
      reader={reader.value}
      href={`/c/${room.id}`}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        void stream.toEnd();
      }}
    />
  );
}
