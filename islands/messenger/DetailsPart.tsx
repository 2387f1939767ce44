import { DetailsPane } from "@/components/details/DetailsPane.tsx";
import { muteConversation } from "@/lib/client/endpoints.ts";
import { isPlainClick } from "@/lib/client/navigation.ts";
import type { Room } from "@/lib/client/room.ts";
import type { ConversationDetailsJson, PersonJson } from "@/lib/protocol/messages.ts";
import { useModel } from "./model.ts";
import { closeDetails } from "./details_pane.ts";

/** The details of the open conversation, with people's presence as it is now. */
export function DetailsPart({ room }: { readonly room: Room }) {
  const model = useModel();
  const { chat, desk, viewer } = model;
  const details = room.details.value;
  const people = chat.people.all.value;
  chat.conversations.version.value;
  const row = chat.conversations.get(room.id);
  if (!details) return null;
  // Who looks at this page is here, whatever the server knew when it was made.
  const hereIfMe = (person: PersonJson): PersonJson =>
    person.id === viewer.id && person.status === "offline" ? { ...person, status: "online" } : person;
  const current: ConversationDetailsJson = {
    ...details,
    ...(row ? { muted: row.muted, role: row.role, name: row.name } : {}),
    peer: details.peer && (people[details.peer.id] ?? details.peer),
    members: details.members.map((member) => ({ ...member, user: hereIfMe(people[member.user.id] ?? member.user) })),
  };
  return (
    <DetailsPane
      conversation={current}
      viewerId={viewer.id}
      reader={model.reader.value}
      onClose={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        closeDetails(desk);
      }}
      onMute={(event) => {
        event.preventDefault();
        chat.conversations.update(room.id, { muted: !current.muted });
        muteConversation(chat.api, room.id, !current.muted).catch(() => chat.loader.refetch(room.id));
      }}
    />
  );
}
