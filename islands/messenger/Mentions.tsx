import { Avatar } from "@/components/people/Avatar.tsx";
import type { Reader } from "@/lib/i18n/reader.ts";
import { liveText } from "@/lib/i18n/live_text.ts";
import type { PersonJson } from "@/lib/protocol/messages.ts";

export interface MentionsProps {
  readonly people: readonly PersonJson[];
  readonly active: number;
  readonly reader: Reader;
  readonly onChoose: (person: PersonJson) => void;
}

/** The names that fit what is being typed, above the composer. */
export function Mentions({ people, active, reader, onChoose }: MentionsProps) {
  return (
    <div class="mentions" id="mentions" role="listbox" aria-label={liveText(reader.locale)("composer.mentions")}>
      {people.map((person, index) => (
        <div
          key={person.id}
          class="option"
          role="option"
          id={`mention-${index}`}
          aria-selected={index === active}
          // The focus stays in the field.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(person)}
        >
          <Avatar
            id={person.id}
            name={person.display_name}
            picture={person.avatar}
            size={28}
            presence={person.status}
          />
          <span class="cut name">{person.display_name}</span>
          <span class="cut note">@{person.username}</span>
        </div>
      ))}
    </div>
  );
}
