import type { PersonJson } from "@/lib/protocol/messages.ts";
import { Avatar } from "./Avatar.tsx";

export interface PickPeopleProps {
  readonly people: readonly PersonJson[];
  /** Ids already ticked. */
  readonly picked: ReadonlySet<string>;
}

/** People to tick; each box is named `member:<id>`. */
export function PickPeople({ people, picked }: PickPeopleProps) {
  return (
    <ul class="rowsbox people pick">
      {people.map((person) => (
        <li class="member" key={person.id}>
          <label>
            <Avatar id={person.id} name={person.display_name} picture={person.avatar} size={36} />
            <span class="cut name">{person.display_name}</span>
            <span class="cut note">@{person.username}</span>
            <input type="checkbox" name={`member:${person.id}`} checked={picked.has(person.id)} />
          </label>
        </li>
      ))}
    </ul>
  );
}
