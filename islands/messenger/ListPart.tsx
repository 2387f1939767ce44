import { ListPane } from "@/components/messenger/ListPane.tsx";
import { isPlainClick } from "@/lib/client/navigation.ts";
import { useModel } from "./model.ts";

/** The conversation list, live. */
export function ListPart() {
  const model = useModel();
  const { chat, desk, viewer } = model;
  const { conversations } = chat;
  conversations.version.value;
  chat.typing.version.value;
  chat.drafts.version.value;
  const people = chat.people.all.value;
  const rows = conversations.rows.map((row) => {
    const peer = row.peer && people[row.peer.id];
    return peer ? { ...row, peer } : row;
  });
  const typingIn = new Set(rows.filter((row) => chat.typing.namesIn(row.id).length > 0).map((row) => row.id));
  const drafts = Object.fromEntries(rows.map((row) => [row.id, chat.drafts.get(row.id)]));
  return (
    <ListPane
      conversations={rows}
      beyond={conversations.beyond}
      viewer={viewer}
      reader={model.reader.value}
      filter={desk.filter.value}
      currentId={chat.currentId.value}
      drafts={drafts}
      typingIn={typingIn}
      onFilter={(filter, event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        desk.filter.value = filter;
      }}
      onSearch={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        desk.layer.value = { kind: "palette" };
      }}
      onPointerEnter={() => conversations.hold("pointer")}
      onPointerLeave={() => conversations.release("pointer")}
      onFocusIn={() => conversations.hold("focus")}
      onFocusOut={() => conversations.release("focus")}
    />
  );
}
