import type { ComponentChildren } from "preact";
import type { Reader } from "@/lib/i18n/reader.ts";
import type { PersonJson } from "@/lib/protocol/messages.ts";
import { MemberRow } from "./MemberRow.tsx";

export interface PeopleListProps {
  readonly people: readonly PersonJson[];
  readonly viewerId: string;
  readonly reader: Reader;
  /** What stands at the end of each row. */
  readonly end?: (person: PersonJson) => ComponentChildren;
}

/** People in a card, each a link to their profile, with something to do at the end. */
export function PeopleList({ people, viewerId, reader, end }: PeopleListProps) {
  return (
    <ul class="rowsbox people">
      {people.map((person) => (
        <MemberRow
          key={person.id}
          person={person}
          viewerId={viewerId}
          reader={reader}
          note={`@${person.username}`}
        >
          {end?.(person)}
        </MemberRow>
      ))}
    </ul>
  );
}

export interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly action: string;
  readonly button: string;
  readonly name?: string;
  readonly autofocus?: boolean;
  readonly children?: ComponentChildren;
}

/** A search that is a plain form: its result is the next page. */
export function SearchForm(props: SearchFieldProps) {
  const { label, value, action, button, name = "q", autofocus = false, children } = props;
  return (
    <form class="searchform" method="get" action={action} role="search">
      <label class="vh" for={name}>{label}</label>
      <input
        type="search"
        id={name}
        name={name}
        value={value}
        placeholder={label}
        autocomplete="off"
        autofocus={autofocus}
        dir="auto"
      />
      {children}
      <button type="submit" class="button">{button}</button>
    </form>
  );
}
