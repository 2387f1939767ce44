import { type LiveText, liveText } from "@/lib/i18n/live_text.ts";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { PersonJson, Role } from "@/lib/protocol/messages.ts";
import type { ComponentChildren } from "preact";
import { Avatar } from "./Avatar.tsx";

export interface MemberRowProps {
  readonly person: PersonJson;
  readonly viewerId: string;
  readonly reader: Reader;
  readonly role?: Role;
  /** Stands where presence would. */
  readonly note?: string;
  /** Controls at the end. */
  readonly children?: ComponentChildren;
  readonly onOpen?: (person: PersonJson, event: MouseEvent) => void;
}

/** A person in a list: face, name, presence, and what they are here. Leads to their profile. */
export function MemberRow({ person, viewerId, reader, role, note, children, onOpen }: MemberRowProps) {
  const text = liveText(reader.locale);
  return (
    <li class="member">
      <a href={`/people/${person.id}`} onClick={onOpen && ((event) => onOpen(person, event))}>
        <Avatar
          id={person.id}
          name={person.display_name}
          picture={person.avatar}
          size={36}
          presence={person.status}
          ring
        />
        <span class="cut name">{person.display_name}</span>
        <span class="cut note">{note ?? noteOf(text, person, viewerId)}</span>
      </a>
      {(role === "owner" || role === "admin") && <span class={`role ${role}`}>{text(`role.${role}`)}</span>}
      {children}
    </li>
  );
}

const noteOf = (text: LiveText, person: PersonJson, viewerId: string): string => {
  if (person.id === viewerId) return text("name.you");
  return person.status_text !== "" ? person.status_text : text(`presence.${person.status}`);
};
