import { AnnouncementBanner } from "@/components/chat/AnnouncementBanner.tsx";
import { ChatHeader } from "@/components/chat/ChatHeader.tsx";
import { TypingSlot } from "@/components/chat/TypingSlot.tsx";
import { ChatFrame } from "@/components/messenger/ChatFrame.tsx";
import { useMemo, useRef } from "preact/hooks";
import { isPlainClick } from "@/lib/client/navigation.ts";
import type { Room } from "@/lib/client/room.ts";
import { cannotWrite } from "./cannot_write.ts";
import { ComposerPart } from "./ComposerPart.tsx";
import { ConnectionPart } from "./ConnectionPart.tsx";
import { toggleDetails } from "./details_pane.ts";
import { MessageActing } from "./message_acting.ts";
import { type Model, useModel } from "./model.ts";
import { PillPart } from "./PillPart.tsx";
import { RoomState } from "./RoomState.tsx";
import { Stream } from "./stream.ts";
import { TimelinePart } from "./TimelinePart.tsx";
import { ToolbarPart } from "./ToolbarPart.tsx";
import { Unwritable } from "./Unwritable.tsx";

/** The open conversation. */
export function ChatPart({ room }: { readonly room: Room }) {
  const model = useModel();
  const held = useRef<Stream | null>(null);
  held.current ??= new Stream(model.chat, room);
  const stream = held.current;
  const acts = useMemo(() => new MessageActing(model, room, stream), [room]);
  const isReady = room.timeline.isLoaded;
  room.timeline.version.value;
  const reason = cannotWrite(model, room);
  return (
    <ChatFrame
      header={<HeaderPart room={room} />}
      banner={<BannerPart room={room} />}
      connection={<ConnectionPart />}
      timeline={isReady
        ? (
          <>
            <TimelinePart room={room} stream={stream} acts={acts} />
            <ToolbarPart room={room} acts={acts} />
          </>
        )
        : <RoomState room={room} />}
      pill={<PillPart room={room} stream={stream} />}
      typing={<TypingPart room={room} />}
      composer={reason === null
        ? <ComposerPart room={room} stream={stream} acts={acts} />
        : <Unwritable room={room} reason={reason} />}
      scrollerRef={stream.attach}
      onScroll={() => {
        acts.hovered.value = null;
        stream.moved();
      }}
    />
  );
}

function HeaderPart({ room }: { readonly room: Room }) {
  const model = useModel();
  const { chat, desk, viewer } = model;
  chat.conversations.version.value;
  const row = chat.conversations.get(room.id) ?? room.details.value;
  if (!row) return <header class="head" />;
  const peer = row.peer && (chat.people.all.value[row.peer.id] ?? row.peer);
  return (
    <ChatHeader
      conversation={{ ...row, peer }}
      viewerId={viewer.id}
      reader={model.reader.value}
      online={onlineIn(model, room)}
      detailsOpen={desk.details.value === "open"}
      onDetails={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        toggleDetails(desk);
      }}
    />
  );
}

/** Only where all members are known: a large group gives its first hundred. */
function onlineIn({ chat, viewer }: Model, room: Room): number | undefined {
  const details = room.details.value;
  if (details?.kind !== "group" || details.members.length < details.member_count) return undefined;
  const people = chat.people.all.value;
  const isHere = (id: string, status: string) => id === viewer.id || (people[id]?.status ?? status) !== "offline";
  return details.members.filter(({ user }) => isHere(user.id, user.status)).length;
}

function BannerPart({ room }: { readonly room: Room }) {
  const { closedBanners, reader } = useModel();
  const details = room.details.value;
  if (!details) return null;
  return (
    <AnnouncementBanner
      conversation={details}
      closed={closedBanners.value}
      reader={reader.value}
      onClose={(event, closed) => {
        const form = event.currentTarget as HTMLFormElement;
        event.preventDefault();
        // Away from the network it comes back with the next page.
        fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => {});
        closedBanners.value = [...closedBanners.value, closed];
        document.getElementById("main")?.focus();
      }}
    />
  );
}

function TypingPart({ room }: { readonly room: Room }) {
  const model = useModel();
  model.chat.typing.version.value;
  return <TypingSlot names={model.chat.typing.namesIn(room.id)} reader={model.reader.value} />;
}
