import { attentionOf } from "@/components/messenger/attention.ts";
import { NothingOpen } from "@/components/messenger/MessengerView.tsx";
import { Welcome } from "@/components/messenger/Welcome.tsx";
import { AppFrame } from "@/components/shell/AppFrame.tsx";
import { ChatPart } from "./ChatPart.tsx";
import { cannotWrite } from "./cannot_write.ts";
import { DetailsPart } from "./DetailsPart.tsx";
import { ListPart } from "./ListPart.tsx";
import { useModel } from "./model.ts";

/** The frame around list, chat and details. */
export function Shell() {
  const model = useModel();
  const { chat, desk, viewer } = model;
  const reader = model.reader.value;
  chat.conversations.version.value;
  const currentId = chat.currentId.value;
  const room = currentId === null ? undefined : chat.rooms.find(currentId);
  const isWritable = room !== undefined && cannotWrite(model, room) === null;
  return (
    <AppFrame
      viewer={viewer}
      reader={reader}
      place="chats"
      attention={attentionOf(chat.conversations.rows, chat.conversations.beyond)}
      pane={currentId === null ? "list" : "chat"}
      details={desk.details.value}
      list={<ListPart />}
      aside={room && room.state.value !== "gone" && <DetailsPart room={room} />}
      skipTo={isWritable ? "composer" : "main"}
    >
      {room
        ? <ChatPart key={room.id} room={room} />
        : model.firstRun && chat.conversations.rows.length === 0
        ? <Welcome viewer={viewer} reader={reader} />
        : <NothingOpen reader={reader} />}
    </AppFrame>
  );
}
